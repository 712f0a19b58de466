/** Finds the rooms that the user has left, or was removed from, while this device was away: no push tells it. */
import { batch, effect, untracked } from '@preact/signals';
import type { ConversationState } from '../conversation-state.ts';
import type { MessengerParts } from '../messenger-parts.ts';
import { isRoom } from '../room-names.ts';
import { WireFailure } from '../wire-failure.ts';
import { learnRoom } from './learn-room.ts';

type Parts = Pick<MessengerParts, 'me' | 'wire' | 'users' | 'conversations' | 'inbox'>;

/** Returns the function that ends this. */
export function findLeftRooms(parts: Parts): () => void {
  const { wire, inbox, conversations } = parts;
  const stopDoubt = effect(() => {
    if (wire.state.value === 'connected') return;
    for (const conversation of conversations.active.peek()) conversation.isUnsure = true;
  });
  const stopAsking = effect(() => {
    if (inbox.fetched.value > 0) void untracked(() => askAbout(parts, unlisted(parts)));
  });
  return () => {
    stopDoubt();
    stopAsking();
  };
}

/** The rooms that the list does not have: the user may have left them, or they are beyond its loaded part. */
const unlisted = ({ conversations }: Parts) =>
  conversations.active.peek().filter((conversation) => conversation.isUnsure && isRoom(conversation));

/** One after another. A failure leaves the rest to the next fetch of the list. */
async function askAbout(parts: Parts, rooms: readonly ConversationState[]): Promise<void> {
  try {
    for (const room of rooms) await ask(parts, room);
  } catch {
    // The connection is lost, or the limit reached.
  }
}

async function ask(parts: Parts, conversation: ConversationState): Promise<void> {
  if (!conversation.isUnsure) return;
  try {
    await learnRoom(parts, conversation);
  } catch (error) {
    if (WireFailure.from(error).code !== 'not_found') throw error;
    leave(conversation);
  }
  conversation.isUnsure = false;
}

export function leave(conversation: ConversationState): void {
  batch(() => {
    conversation.missing.value = true;
    conversation.room.value = null;
  });
}
