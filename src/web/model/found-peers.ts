/** Opens the conversation on the screen whose peer was not known, as soon as there is one of this name. */
import { effect } from '@preact/signals';
import type { Messenger } from './messenger.ts';
import { isRoom } from './room-names.ts';

/** Returns the function that ends it. */
export function followFoundPeers({ open, users, history }: Messenger): () => void {
  return effect(() => {
    const conversation = open.value;
    if (!conversation?.missing.value || isRoom(conversation)) return;
    // A message tells of its author before the list does.
    if (conversation.last.value || users.all.some(({ username }) => username === conversation.peer))
      history.fillGapSoon(conversation, () => conversation.missing.peek());
  });
}
