/** The sockets of members in rooms: those that have asked for rooms get their pushes. */
import type { RoomMoves } from '../engine/ports/fanout-port.ts';
import type { ConversationId, UserId } from '../engine/ports/identifiers.ts';
import type { RoomNotice } from '../protocol/room-shapes.ts';
import { conversationRoom, userRoom } from './socket-rooms.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

/** Before the rooms are listed, so that a message in between comes as a push. */
export function joinRooms(socket: ClientSocket, ids: readonly ConversationId[]): void {
  socket.data.wantsRooms = true;
  void socket.join(ids.map(conversationRoom));
}

/** On this node: those who join are told, and those who leave. */
export function moveAndTell(io: SocketServer, { joined, left }: RoomMoves, notice: RoomNotice): void {
  const room = conversationRoom(notice.conversation);
  for (const socket of socketsOf(io, joined)) void socket.join(room);
  const { adapter, sockets } = io.of('/');
  for (const id of adapter.rooms.get(room) ?? []) sockets.get(id)?.emit('roomChanged', notice);
  for (const socket of socketsOf(io, left)) void socket.leave(room);
}

function socketsOf(io: SocketServer, userIds: readonly UserId[]): ClientSocket[] {
  const { adapter, sockets } = io.of('/');
  const ids = userIds.flatMap((userId) => [...(adapter.rooms.get(userRoom(userId)) ?? [])]);
  return ids.map((id) => sockets.get(id)).filter((socket) => socket?.data.wantsRooms) as ClientSocket[];
}
