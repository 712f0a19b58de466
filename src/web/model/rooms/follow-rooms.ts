/** Follows the changes of rooms: their titles, their members, and whether the user is one of them. */
import { batch } from '@preact/signals';
import type { LobbyNotice, RoomNotice } from '../../../protocol/room-shapes.ts';
import type { MessengerParts } from '../messenger-parts.ts';
import { roomName, titled } from '../room-names.ts';
import { findLeftRooms, leave } from './left-rooms.ts';
import { addNews } from './room-news.ts';

type Parts = Pick<MessengerParts, 'me' | 'wire' | 'users' | 'conversations' | 'inbox' | 'history'>;

/** Returns the function that ends what is not a push. */
export function followRooms(parts: Parts): () => void {
  parts.wire.onPush('roomChanged', (notice) => batch(() => apply(parts, notice)));
  parts.wire.onPush('userJoined', (notice) => batch(() => showLobby(parts, notice, true)));
  parts.wire.onPush('userLeft', (notice) => batch(() => showLobby(parts, notice, false)));
  return findLeftRooms(parts);
}

/** Each named user gets a line in the log, as in other rooms. */
function showLobby({ me, users, conversations }: Parts, notice: LobbyNotice, hasCome: boolean): void {
  const conversation = conversations.identify(notice.conversation, roomName(notice.conversation));
  const room = conversation.room.peek();
  if (!room) return;
  conversation.room.value = { ...room, online: notice.online };
  users.learn(notice.users);
  for (const { username: by } of notice.users) {
    const [added, removed] = hasCome ? [[by], []] : [[], [by]];
    if (by !== me) addNews(conversation, { ...room, ...notice, by, added, removed, renamed: false }, me);
  }
}

function apply({ me, users, conversations, inbox, history }: Parts, notice: RoomNotice): void {
  const { title, memberCount, added, removed } = notice;
  const name = roomName(notice.conversation);
  const conversation = conversations.identify(notice.conversation, name);
  addNews(conversation, notice, me);
  users.learn([titled(name, title)]);
  if (removed.includes(me)) leave(conversation);
  else {
    // Its log has only been told that there is no such room.
    if (conversation.missing.peek()) history.fillGapSoon(conversation, () => true);
    conversation.missing.value = false;
    const isNew = added.includes(me);
    const room = conversation.room.peek() ?? (isNew ? ({ role: 'member' } as const) : null);
    // A room beyond the loaded part of the list stays there.
    if (room) conversation.room.value = { ...room, title, memberCount };
    // The list tells of its messages, and of its place.
    if (isNew) inbox.refreshSoon();
  }
}
