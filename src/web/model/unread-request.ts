/** Marks a conversation as unread from a message of the peer on. */
import type { ConversationState } from './conversation-state.ts';
import type { MessengerParts } from './messenger-parts.ts';

type Parts = Pick<MessengerParts, 'wire' | 'receipts' | 'inbox'>;

/** The newest message of the peer that is loaded; null when there is none. */
export function newestOf(conversation: ConversationState): number | null {
  return conversation.find(conversation.countsAsUnread)?.seq ?? null;
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
