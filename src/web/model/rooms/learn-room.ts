/** Fetches a room that the loaded part of the list does not have. */
import type { ConversationState } from '../conversation-state.ts';
import type { MessengerParts } from '../messenger-parts.ts';
import { idOf, titled } from '../room-names.ts';

/** @throws WireFailure `not_found` for a user who is no member */
export async function learnRoom(
  { wire, users, me }: Pick<MessengerParts, 'wire' | 'users' | 'me'>,
  { peer, room }: ConversationState,
): Promise<void> {
  const { title, memberCount, online, members } = await wire.request('room', { conversation: idOf(peer), limit: 1 });
  if (room.peek()) return;
  const role = members.find(({ user }) => user.username === me)?.role ?? 'member';
  users.learn([titled(peer, title)]);
  room.value = { title, memberCount, role, ...(online === undefined ? {} : { lobby: true, online }) };
}
