/** Moves the read state of the open conversation, and the line before new messages, with what the user has seen. */
import type { ReadonlySignal } from '@preact/signals';
import type { ConversationState } from './conversation-state.ts';
import { withOwn } from './first-unread.ts';
import { NewsLine } from './news-line.ts';
import type { ReadingPlaces } from './reading-places.ts';
import type { ReceiptBatch } from './receipt-batch.ts';

export class Reading {
  readonly places: ReadingPlaces;
  readonly #open: ReadonlySignal<ConversationState | null>;
  readonly #receipts: ReceiptBatch;
  readonly #newsLine = new NewsLine();

  constructor(open: ReadonlySignal<ConversationState | null>, receipts: ReceiptBatch, places: ReadingPlaces) {
    this.#open = open;
    this.#receipts = receipts;
    this.places = places;
  }

  /** The `seq` before the line "New messages"; null until the user has seen the conversation. */
  get readBefore(): ReadonlySignal<number | null> {
    return this.#newsLine.readBefore;
  }

  opens(conversation: ConversationState | null): void {
    this.#newsLine.reset();
    if (!conversation) return;
    conversation.wantsEnd = false;
    conversation.marked.heldUpTo = 0;
    this.places.restore(conversation);
  }

  /**
   * Called when the user has seen the open conversation.
   * @param upTo - the `seq` of the newest message on the screen; without it, the last loaded one.
   * @param seesEnd - false when newer messages may come without being seen.
   */
  seen(upTo = Number.POSITIVE_INFINITY, seesEnd = true): void {
    const conversation = this.#open.peek();
    // The server may have newer ones than those that the browser has kept.
    if (!conversation || conversation.isStored) return;
    this.#updateLine(conversation, seesEnd);
    const { ownReadSeq } = conversation.readState.peek();
    if (conversation.unread.peek() === 0 || skipsUnread(conversation, ownReadSeq)) return;
    const seq = conversation.lastFromPeer(upTo);
    if (seq <= Math.max(ownReadSeq, conversation.marked.heldUpTo)) return;
    // The server ends the mark with the next report, even of what was reported before.
    if (conversation.marked.unmark()) this.#receipts.dropRead(conversation);
    conversation.advance({ ownReadSeq: seq });
    this.#receipts.report('markRead', conversation, seq);
  }

  /** Called when the user no longer looks at the open conversation: messages from now on are new. */
  lookedAway(): void {
    const conversation = this.#open.peek();
    if (conversation && !conversation.isStored) this.#updateLine(conversation, false);
  }

  #updateLine({ unread, readState }: ConversationState, seesEnd: boolean): void {
    const readSeq = unread.peek() > 0 ? readState.peek().ownReadSeq : Number.POSITIVE_INFINITY;
    this.#newsLine.update(readSeq, seesEnd);
  }
}

/** After a jump, such as by a link: true while neither the unread messages above the screen nor the end have been on it. */
function skipsUnread(conversation: ConversationState, readSeq: number): boolean {
  const { place, hasNewer, timeline, countsAsUnread } = conversation;
  if (!place && !hasNewer.peek()) return false;
  const { run } = timeline.peek();
  if ((run[0]?.seq ?? 1) > withOwn(conversation, readSeq) + 1) return true;
  return run.some((message) => message.seq > readSeq && message.seq < (place?.seq ?? 0) && countsAsUnread(message));
}
