/** Makes rooms and changes them for the user. Each call fails with a `WireFailure`. */
import { batch } from '@preact/signals';
import type { Data, Payload } from '../../../protocol/events.ts';
import type { ConversationState } from '../conversation-state.ts';
import type { Messenger } from '../messenger.ts';
import { idOf, shownAs } from '../room-names.ts';

type Change = Omit<Payload<'changeRoom'>, 'conversation'>;

export async function makeRoom(messenger: Messenger, room: Payload<'createRoom'>): Promise<ConversationState> {
  const { conversation } = await messenger.wire.request('createRoom', room);
  return learn(messenger, conversation);
}

export async function changeRoom(messenger: Messenger, { peer }: ConversationState, change: Change): Promise<void> {
  const { conversation } = await messenger.wire.request('changeRoom', { conversation: idOf(peer), ...change });
  learn(messenger, conversation);
}

/** The room leaves the list when its push comes, and here at once. */
export async function leaveRoom(messenger: Messenger, conversation: ConversationState): Promise<void> {
  await messenger.wire.request('changeRoom', { conversation: idOf(conversation.peer), remove: [messenger.me] });
  batch(() => {
    conversation.missing.value = true;
    conversation.room.value = null;
  });
}

function learn({ users, conversations }: Messenger, room: Data<'createRoom'>['conversation']): ConversationState {
  return batch(() => {
    users.learn([shownAs(room)]);
    return conversations.learn(room);
  });
}
