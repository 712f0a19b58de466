/** Batches receipts: reports the highest delivered and read `seq` of each conversation, and each `seq` once. */
import type { ConversationState } from './conversation-state.ts';
import { Refresher } from './refresher.ts';
import type { TabStore, TextStores } from './text-store.ts';
import type { Wire } from './wire.ts';
import { WireFailure } from './wire-failure.ts';

type ReceiptEvent = 'markDelivered' | 'markRead';
type SeqByConversation = Map<ConversationState, number>;

interface Receipt {
  readonly event: ReceiptEvent;
  readonly conversation: ConversationState;
  readonly seq: number;
}

type Stores = Pick<TextStores, 'delivered' | 'read'>;

const gatherMs = 200;
/** After a long absence, every conversation has a receipt: more than these wait, so that the user's requests come through. */
const maxAtOnce = 5;
/** Above this number of conversations, the one that was reported longest ago is forgotten. */
const maxKept = 500;

export class ReceiptBatch {
  /** Whether the user looks at the page: a message that it gets then needs no notification on another device. */
  isWatched = () => false;
  readonly #wire: Wire;
  readonly #waiting: Record<ReceiptEvent, SeqByConversation> = { markDelivered: new Map(), markRead: new Map() };
  readonly #reported: Record<ReceiptEvent, SeqByConversation> = { markDelivered: new Map(), markRead: new Map() };
  readonly #sending: Refresher;

  /** By peer: a reload of the page must not report the same deliveries again. */
  readonly #delivered: Map<string, number>;
  readonly #stores: Stores;
  /** Reads that the server has not acknowledged: a page that is closed at once must not lose them over a reload. */
  readonly #unconfirmed: SeqByConversation = new Map();

  constructor(wire: Wire, stores: Stores = {}) {
    this.#wire = wire;
    this.#stores = stores;
    this.#delivered = new Map(seqsIn(stores.delivered));
    const canRun = () => wire.state.peek() === 'connected';
    this.#sending = new Refresher(() => this.#sendAll(), { canRun, failuresBefore: 1 });
  }

  report(event: ReceiptEvent, conversation: ConversationState, seq: number): void {
    const { peer } = conversation;
    const waiting = this.#waiting[event].get(conversation) ?? 0;
    const before = event === 'markDelivered' ? (this.#delivered.get(peer) ?? 0) : 0;
    if (seq <= Math.max(waiting, before, this.#reported[event].get(conversation) ?? 0)) return;
    this.#waiting[event].set(conversation, seq);
    if (event === 'markRead') this.#unconfirmed.set(conversation, seq);
    this.sendSoon();
  }

  /** Reports no reading that waits, and the next one even if it was reported before. Returns whether one may be on its way. */
  dropRead(conversation: ConversationState): boolean {
    this.#waiting.markRead.delete(conversation);
    this.#reported.markRead.delete(conversation);
    return this.#unconfirmed.delete(conversation);
  }

  sendSoon(): void {
    this.#sending.refreshSoon(gatherMs);
  }

  /** Reports again what the user had read when the page was left. */
  restore(conversationWith: (peer: string) => ConversationState): void {
    for (const [peer, seq] of seqsIn(this.#stores.read)) {
      const conversation = conversationWith(peer);
      conversation.advance({ ownReadSeq: seq });
      this.report('markRead', conversation, seq);
    }
  }

  save(): void {
    this.#stores.delivered?.save(Object.fromEntries(this.#delivered));
    this.#stores.read?.save(Object.fromEntries([...this.#unconfirmed].map(([{ peer }, seq]) => [peer, seq])));
  }

  /** Removes what is kept for a reload. */
  forget(): void {
    this.#delivered.clear();
    this.#unconfirmed.clear();
    this.save();
  }

  stop(): void {
    this.#sending.stop();
  }

  /** Reports first what the user has read. */
  async #sendAll(): Promise<void> {
    for (let few = this.#nextFew(); few.length > 0; few = this.#nextFew()) {
      const failures = await Promise.all(few.map((receipt) => this.#send(receipt)));
      const failure = failures.find((one) => one !== null);
      if (failure) throw failure;
    }
  }

  #nextFew(): Receipt[] {
    this.#dropDelivered();
    const waiting = (['markRead', 'markDelivered'] as const).flatMap((event) =>
      [...this.#waiting[event]].map(([conversation, seq]) => ({ event, conversation, seq })),
    );
    return waiting.slice(0, maxAtOnce);
  }

  #acknowledge(peer: string, seq: number): void {
    this.#delivered.delete(peer);
    this.#delivered.set(peer, seq);
    const [oldest] = this.#delivered.keys();
    if (this.#delivered.size > maxKept && oldest !== undefined) this.#delivered.delete(oldest);
  }

  /** The user may have read on meanwhile. */
  #confirm(conversation: ConversationState, seq: number): void {
    if ((this.#unconfirmed.get(conversation) ?? 0) <= seq) this.#unconfirmed.delete(conversation);
  }

  /** A message that this device or another one has read needs no report of its delivery. */
  #dropDelivered(): void {
    const delivered = this.#waiting.markDelivered;
    for (const [conversation, seq] of delivered) {
      if (seq <= conversation.readState.peek().ownReadSeq) delivered.delete(conversation);
    }
  }

  /** Returns the failure that a retry may overcome. */
  async #send({ event, conversation, seq }: Receipt): Promise<WireFailure | null> {
    const [waiting, reported] = [this.#waiting[event], this.#reported[event]];
    waiting.delete(conversation);
    reported.set(conversation, seq);
    try {
      const shown = event === 'markDelivered' && this.isWatched() ? { shown: true } : {};
      await this.#wire.request(event, { with: conversation.peer, seq, ...shown });
      if (event === 'markDelivered') this.#acknowledge(conversation.peer, seq);
      else this.#confirm(conversation, seq);
      return null;
    } catch (error) {
      const failure = WireFailure.from(error);
      if (failure.permanent) {
        this.#confirm(conversation, seq);
        return null;
      }
      reported.delete(conversation);
      waiting.set(conversation, Math.max(seq, waiting.get(conversation) ?? 0));
      return failure;
    }
  }
}

/** Whatever stands in the store. */
function seqsIn(store: TabStore<number> | undefined): [peer: string, seq: number][] {
  return Object.entries(store?.load() ?? {}).filter(([, seq]) => Number.isSafeInteger(seq));
}
