/** Batches receipts: reports the highest delivered and read `seq` of each conversation, and each `seq` once. */
import type { ConversationState } from './conversation-state.ts';
import { Refresher } from './refresher.ts';
import type { Wire } from './wire.ts';
import { WireFailure } from './wire-failure.ts';

type ReceiptEvent = 'markDelivered' | 'markRead';
type SeqByConversation = Map<ConversationState, number>;

const gatherMs = 200;

export class ReceiptBatch {
  readonly #wire: Wire;
  readonly #waiting: Record<ReceiptEvent, SeqByConversation> = { markDelivered: new Map(), markRead: new Map() };
  readonly #reported: Record<ReceiptEvent, SeqByConversation> = { markDelivered: new Map(), markRead: new Map() };
  readonly #sending: Refresher;

  constructor(wire: Wire) {
    this.#wire = wire;
    const canRun = () => wire.state.peek() === 'connected';
    this.#sending = new Refresher(() => this.#sendAll(), { canRun, failuresBefore: 1 });
  }

  report(event: ReceiptEvent, conversation: ConversationState, seq: number): void {
    const waiting = this.#waiting[event].get(conversation) ?? 0;
    if (seq <= Math.max(waiting, this.#reported[event].get(conversation) ?? 0)) return;
    this.#waiting[event].set(conversation, seq);
    this.sendSoon();
  }

  sendSoon(): void {
    this.#sending.refreshSoon(gatherMs);
  }

  stop(): void {
    this.#sending.stop();
  }

  async #sendAll(): Promise<void> {
    const failures: WireFailure[] = [];
    this.#dropRead();
    for (const event of ['markDelivered', 'markRead'] as const) {
      const sent = [...this.#waiting[event]].map(([conversation, seq]) => this.#send(event, conversation, seq));
      failures.push(...(await Promise.all(sent)).filter((failure) => failure !== null));
    }
    if (failures[0]) throw failures[0];
  }

  /** A message that this device or another one has read needs no report of its delivery. */
  #dropRead(): void {
    const delivered = this.#waiting.markDelivered;
    for (const [conversation, seq] of delivered) {
      if (seq <= conversation.readState.peek().ownReadSeq) delivered.delete(conversation);
    }
  }

  /** Returns the failure that a retry may overcome. */
  async #send(event: ReceiptEvent, conversation: ConversationState, seq: number): Promise<WireFailure | null> {
    const [waiting, reported] = [this.#waiting[event], this.#reported[event]];
    waiting.delete(conversation);
    reported.set(conversation, seq);
    try {
      await this.#wire.request(event, { with: conversation.peer, seq });
      return null;
    } catch (error) {
      const failure = WireFailure.from(error);
      if (failure.permanent) return null;
      reported.delete(conversation);
      waiting.set(conversation, Math.max(seq, waiting.get(conversation) ?? 0));
      return failure;
    }
  }
}
