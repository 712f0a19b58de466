/** Learns the rooms that have a draft, which may be beyond the loaded part of the list. */
import { effect, untracked } from '@preact/signals';
import type { ConversationState } from '../conversation-state.ts';
import type { Messenger } from '../messenger.ts';
import { isRoom } from '../room-names.ts';
import { WireFailure } from '../wire-failure.ts';
import { learnRoom } from './learn-room.ts';

type Parts = Pick<Messenger, 'wire' | 'users' | 'me' | 'inbox' | 'conversations'>;

/**
 * Returns the function that ends this.
 * @param onLeft - called for a room in which the user is no member any more.
 */
export function followDraftedRooms(parts: Parts, onLeft: (name: string) => void): () => void {
  const { wire, inbox, conversations } = parts;
  const asked = new Set<ConversationState>();

  async function learn(conversation: ConversationState): Promise<void> {
    if (asked.has(conversation)) return;
    asked.add(conversation);
    try {
      await learnRoom(parts, conversation);
    } catch (error) {
      if (WireFailure.from(error).code === 'not_found') onLeft(conversation.peer);
    } finally {
      asked.delete(conversation);
    }
  }

  return effect(() => {
    if (wire.state.value !== 'connected' || !inbox.confirmed.value) return;
    const unknown = conversations.drafted.value.filter(
      (conversation) => isRoom(conversation) && !conversation.room.value,
    );
    untracked(() => {
      for (const conversation of unknown) void learn(conversation);
    });
  });
}
