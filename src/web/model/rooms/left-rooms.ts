/** Finds the rooms that the user has left, or was removed from, while this device was away: no push tells it. */
import { batch, effect, untracked } from '@preact/signals';
import type { RoomSummary } from '../../../protocol/shapes.ts';
import type { ConversationState } from '../conversation-state.ts';
import type { MessengerParts } from '../messenger-parts.ts';
import { isRoom } from '../room-names.ts';
import { WireFailure } from '../wire-failure.ts';
import { learnRoom } from './learn-room.ts';

type Parts = Pick<MessengerParts, 'me' | 'wire' | 'users' | 'conversations' | 'inbox'>;

/** Returns the function that ends this. */
export function findLeftRooms(parts: Parts): () => void {
  const { wire, inbox, conversations } = parts;
  const doubt = new Doubt();
  const stopDoubt = effect(() => {
    if (wire.state.value !== 'connected') doubt.begin(conversations.active.peek());
  });
  const stopAsking = effect(() => {
    if (inbox.fetched.value > 0) void untracked(() => askAbout(parts, doubt));
  });
  return () => {
    stopDoubt();
    stopAsking();
  };
}

/** Tells which rooms the list has not named since the connection: the user may have left them, or they are beyond its loaded part. */
class Doubt {
  /** When the connection was lost: the list brings other objects. */
  #summaries = new Map<ConversationState, RoomSummary | null>();
  #settled = new Set<ConversationState>();

  begin(rooms: readonly ConversationState[]): void {
    this.#settled = new Set();
    this.#summaries = new Map(rooms.map((room) => [room, room.room.peek()]));
  }

  isAbout(room: ConversationState): boolean {
    const isSame = this.#summaries.get(room) === room.room.peek();
    return !this.#settled.has(room) && (room.storedUpTo > 0 || isSame);
  }

  settle(room: ConversationState): void {
    this.#settled.add(room);
  }
}

/** One after another. A failure leaves the rest to the next fetch of the list. */
async function askAbout(parts: Parts, doubt: Doubt): Promise<void> {
  try {
    for (const conversation of parts.conversations.active.peek().filter(isRoom)) {
      if (doubt.isAbout(conversation)) await ask(parts, conversation);
      doubt.settle(conversation);
    }
  } catch {
    // The connection is lost, or the limit reached.
  }
}

async function ask(parts: Parts, conversation: ConversationState): Promise<void> {
  try {
    await learnRoom(parts, conversation);
  } catch (error) {
    if (WireFailure.from(error).code !== 'not_found') throw error;
    leave(conversation);
  }
}

export function leave(conversation: ConversationState): void {
  batch(() => {
    conversation.missing.value = true;
    conversation.room.value = null;
  });
}
