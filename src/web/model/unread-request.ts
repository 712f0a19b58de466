/** Marks a conversation as unread from a message of the peer on, or as read. */
import type { ConversationState } from './conversation-state.ts';
import type { MessengerParts } from './messenger-parts.ts';

type Parts = Pick<MessengerParts, 'wire' | 'receipts' | 'inbox'>;

/** The newest message of the peer that is listed or loaded; null when there is none. */
export function newestOf(conversation: ConversationState): number | null {
  const { last, countsAsUnread } = conversation;
  const listed = last.peek();
  const newest = listed && countsAsUnread(listed) ? listed : conversation.find(countsAsUnread);
  return newest?.seq ?? null;
}

/** Marks as read what is known of the conversation, as if all of it had been on the screen. */
export function markRead({ receipts }: Pick<Parts, 'receipts'>, conversation: ConversationState): void {
  const seq = conversation.last.peek()?.seq;
  if (seq === undefined) return;
  // The server ends the mark with the next report, even of what was reported before.
  if (conversation.marked.unmark()) receipts.dropRead(conversation);
  conversation.advance({ ownReadSeq: seq });
  receipts.report('markRead', conversation, seq);
}

/** Fails with a `WireFailure`, and leaves the conversation as it was. */
export async function markUnread(
  { wire, receipts, inbox }: Parts,
  conversation: ConversationState,
  seq: number,
): Promise<void> {
  const { peer: to, marked, last, readState } = conversation;
  // A reading on its way would end the mark at once.
  const read = Math.max(1, readState.peek().ownReadSeq);
  if (receipts.dropRead(conversation)) await wire.request('markRead', { with: to, seq: read });
  await wire.request('setUnread', { with: to, seq });
  marked.mark(seq, last.peek()?.seq ?? 0);
  inbox.refreshSoon();
}
