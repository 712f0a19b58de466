/** Holds the messages that a live client has received, by seq. */
import type { WitnessedMessage } from './witnesses.ts';

export class ReceivedMessages {
  readonly #bySeq = new Map<number, WitnessedMessage>();
  #top = 0;

  /** The highest seq without a gap below it. */
  get top(): number {
    return this.#top;
  }

  get hasGap(): boolean {
    return this.#bySeq.size > this.#top;
  }

  has(seq: number): boolean {
    return this.#bySeq.has(seq);
  }

  /** Keeps a second message with a known seq under seq + 0.5, so that the checker finds it. */
  add(message: WitnessedMessage): void {
    const { seq, clientId } = message;
    const other = this.#bySeq.get(seq);
    this.#bySeq.set(other && other.clientId !== clientId ? seq + 0.5 : seq, message);
    while (this.#bySeq.has(this.#top + 1)) this.#top += 1;
  }

  inOrder(): WitnessedMessage[] {
    return [...this.#bySeq.values()].sort((one, other) => one.seq - other.seq);
  }
}
