/** Opens the conversation on the screen whose peer was not known, as soon as there is one of this name. */
import { computed, effect } from '@preact/signals';
import type { Messenger } from './messenger.ts';
import { isRoom } from './room-names.ts';

/** Returns the function that ends it. */
export function followFoundPeers({ open, users, history }: Messenger): () => void {
  const found = computed(() => {
    const conversation = open.value;
    if (!conversation?.missing.value || isRoom(conversation)) return null;
    // A message tells of its author before the list does.
    const isThere = conversation.last.value ?? users.all.find(({ username }) => username === conversation.peer);
    return isThere ? conversation : null;
  });
  // Asks once: of a deleted account, the page knows the user, too.
  return effect(() => {
    const conversation = found.value;
    if (conversation) history.fillGapSoon(conversation, () => conversation.missing.peek());
  });
}
