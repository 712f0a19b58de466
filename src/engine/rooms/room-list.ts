/** Rooms as the list of conversations shows them to a member. */
import type { RoomConversation } from '../../protocol/shapes.ts';
import { roomView } from '../conversations/conversation-view.ts';
import { toMutedUntil } from '../conversations/mutes.ts';
import { toReceipts } from '../conversations/receipts.ts';
import type { Usernames } from '../people/known-usernames.ts';
import type { Caller, ConversationId } from '../ports/identifiers.ts';
import { lobbyId, type RoomEntry, type RoomStore } from '../ports/room-port.ts';
import type { Lobby } from './lobby.ts';

export interface RoomList {
  rooms: RoomStore;
  usernames: Usernames;
  lobby: Pick<Lobby, 'isOn' | 'count' | 'join'>;
}

export async function toRoomConversation({ usernames, lobby }: RoomList, entry: RoomEntry): Promise<RoomConversation> {
  const { conversation, room, role, lastMessage, readSeq, unreadFrom } = entry;
  const { id: channelId, rev } = conversation;
  const ofLobby = channelId === lobbyId ? { lobby: true, online: await lobby.count() } : {};
  const mutedUntil = toMutedUntil(entry.mutedUntil);
  return {
    channelId,
    kind: 'room',
    room: { title: room.title, memberCount: room.memberCount, role, ...ofLobby, ...creationOf(entry) },
    lastMessage: lastMessage && (await roomView(channelId, usernames).show(lastMessage)),
    unread: entry.unread,
    ...receiptsOf(readSeq),
    rev,
    ...(mutedUntil === null ? {} : { mutedUntil }),
    ...(entry.isArchived ? { archived: true } : {}),
    ...(unreadFrom > 0 ? { unreadFrom } : {}),
  };
}

/** Lists sort a room without a message by its creation. */
const creationOf = ({ lastMessage, lastMessageAt }: RoomEntry) =>
  lastMessage ? {} : { createdAt: lastMessageAt.toISOString() };

/** A room does not tell which member has read which message. */
const receiptsOf = (readSeq: number) => toReceipts([{ userId: '', readSeq, deliveredSeq: readSeq }], '', false);

/** A caller who has left sees no more than the title and the number of members. */
export async function roomConversation(list: RoomList, caller: Caller, id: ConversationId): Promise<RoomConversation> {
  const entry = await list.rooms.entry(caller.id, id);
  if (entry) return toRoomConversation(list, entry);
  const { title = '', memberCount = 0 } = (await list.rooms.find(id)) ?? {};
  const none = { lastMessage: null, unread: 0, ...receiptsOf(0), rev: 0 };
  return { channelId: id, kind: 'room', room: { title, memberCount, role: 'member' }, ...none };
}
