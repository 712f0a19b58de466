/** The sockets of members in rooms: those that have asked for rooms get their pushes. */
import type { RoomMembers, RoomMoves } from '../engine/ports/fanout-port.ts';
import type { ConversationId, UserId } from '../engine/ports/identifiers.ts';
import type { RoomNotice } from '../protocol/room-shapes.ts';
import { conversationRoom, isConversationRoom, roomsUnaskedRoom, typingHiddenRoom, userRoom } from './socket-rooms.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

/**
 * Before the rooms are listed, so that a message in between comes as a push. The socket leaves a room whose removal it missed
 * while the bus between the nodes was troubled.
 */
export async function joinRooms(socket: ClientSocket, idsOf: () => Promise<ConversationId[]>): Promise<void> {
  const { data } = socket;
  data.wantsRooms = true;
  void socket.leave(roomsUnaskedRoom);
  // The answer may be older than moves that come during the query.
  const before = [...socket.rooms].filter(isConversationRoom);
  const left = new Set<string>();
  data.leftMeanwhile ??= new Set();
  data.leftMeanwhile.add(left);
  const ids = await idsOf().finally(() => data.leftMeanwhile?.delete(left));
  const rooms = ids.map(conversationRoom).filter((room) => !left.has(room));
  for (const room of before) if (!rooms.includes(room)) void socket.leave(room);
  void socket.join(rooms);
}

/** Keeps typing in rooms from a user who hides it. A change that came during the query is newer than its answer. */
export async function hideTypingIfUnknown(socket: ClientSocket, hidesTyping: () => Promise<boolean>): Promise<void> {
  if (socket.data.seesTyping !== null) return;
  const hides = await hidesTyping();
  if (socket.data.seesTyping === null) setTypingShown(socket, !hides);
}

export function setTypingShown(socket: ClientSocket, isShown: boolean): void {
  socket.data.seesTyping = isShown;
  void (isShown ? socket.leave(typingHiddenRoom) : socket.join(typingHiddenRoom));
}

/** On this node: those who join are told, and those who leave. */
export function moveAndTell(io: SocketServer, { joined, left }: RoomMoves, notice: RoomNotice): void {
  const room = conversationRoom(notice.conversation);
  for (const socket of socketsOf(io, joined)) void socket.join(room);
  const { adapter, sockets } = io.of('/');
  for (const id of adapter.rooms.get(room) ?? []) sockets.get(id)?.emit('roomChanged', notice);
  for (const socket of socketsOf(io, left)) {
    for (const meanwhile of socket.data.leftMeanwhile ?? []) meanwhile.add(room);
    void socket.leave(room);
  }
}

/** Lets this node's sockets join and leave where their rooms are not those of their user. Answers these users. */
export async function putRoomsRight(
  io: SocketServer,
  members: RoomMembers,
  idsOf: (userId: UserId) => Promise<ConversationId[]>,
): Promise<UserId[]> {
  const users = new Set([...members].flatMap(([id, userIds]) => amiss(io, conversationRoom(id), userIds)));
  for (const userId of users) {
    let ids: Promise<ConversationId[]> | undefined;
    const once = () => {
      ids ??= idsOf(userId);
      return ids;
    };
    await Promise.all(socketsOf(io, [userId]).map((socket) => joinRooms(socket, once)));
  }
  return [...users];
}

/** Users with a socket that is missing in the room, or in it without being a member. */
function amiss(io: SocketServer, room: string, userIds: ReadonlySet<UserId>): UserId[] {
  const { adapter, sockets } = io.of('/');
  const inRoom = [...(adapter.rooms.get(room) ?? [])].flatMap((id) => sockets.get(id)?.data.caller.id ?? []);
  const missing = socketsOf(io, [...userIds]).filter((socket) => !socket.rooms.has(room));
  return [...inRoom.filter((id) => !userIds.has(id)), ...missing.map(({ data }) => data.caller.id)];
}

function socketsOf(io: SocketServer, userIds: readonly UserId[]): ClientSocket[] {
  const { adapter, sockets } = io.of('/');
  const ids = userIds.flatMap((userId) => [...(adapter.rooms.get(userRoom(userId)) ?? [])]);
  return ids.map((id) => sockets.get(id)).filter((socket) => socket?.data.wantsRooms) as ClientSocket[];
}
