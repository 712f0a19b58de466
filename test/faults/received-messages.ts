/** Holds the messages that a live client has received, by seq; of two states the one with the higher revision. */
import type { WitnessedMessage } from './witnesses.ts';

export class ReceivedMessages {
  readonly #bySeq = new Map<number, WitnessedMessage>();
  readonly #start: number;
  #top: number;

  /** @param start - the last message before those that count */
  constructor(start = 0) {
    this.#start = start;
    this.#top = start;
  }

  /** The highest seq without a gap below it. */
  get top(): number {
    return this.#top;
  }

  get hasGap(): boolean {
    return this.#bySeq.size > this.#top - this.#start;
  }

  get(seq: number): WitnessedMessage | undefined {
    return this.#bySeq.get(seq);
  }

  /** Keeps a second message with a known seq under seq + 0.5, so that the checker finds it. */
  add(message: WitnessedMessage): void {
    const { seq, clientId } = message;
    const other = this.#bySeq.get(seq);
    if (other && other.clientId !== clientId) this.#bySeq.set(seq + 0.5, message);
    else if (!other || revOf(message) > revOf(other)) this.#bySeq.set(seq, message);
    while (this.#bySeq.has(this.#top + 1)) this.#top += 1;
  }

  inOrder(): WitnessedMessage[] {
    return [...this.#bySeq.values()].sort((one, other) => one.seq - other.seq);
  }
}

const revOf = ({ state }: WitnessedMessage) => state?.rev ?? 0;
