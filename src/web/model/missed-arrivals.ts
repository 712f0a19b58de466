/** Tells of a message that only the list names: its push was lost with the connection. */
import { effect, untracked } from '@preact/signals';
import type { Messenger } from './messenger.ts';

/**
 * Begins with the first list of the server: what came before it, the user finds in it. Of several messages, only the
 * newest one is told, since after a long absence each of many conversations has one. Returns the function that ends it.
 */
export function followMissedArrivals({ me, inbox, conversations, arrivals }: Messenger): () => void {
  let newestAt: string | null = null;
  return effect(() => {
    if (!inbox.confirmed.value) return;
    const conversation = conversations.active.value.find(({ last }) => last.value !== null);
    const last = conversation?.last.value;
    const before = newestAt;
    newestAt = last?.sentAt ?? '';
    if (!conversation || !last || before === null || last.sentAt <= before) return;
    const isRead = conversation.readState.peek().ownReadSeq >= last.seq;
    if (last.from !== me && last.deletedAt === undefined && !isRead) untracked(() => arrivals.tell(last));
  });
}
