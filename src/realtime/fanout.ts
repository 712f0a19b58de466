/** Tells devices what happened, through Socket.IO's rooms; where every push of the engine leaves. */
import type { Fanout } from '../engine/ports/fanout-port.ts';
import type { SocketId, UserId } from '../engine/ports/identifiers.ts';
import type { Pushes, PushName } from '../protocol/events.ts';
import type { User } from '../protocol/shapes.ts';
import { sessionOf, sessionRoom, userRoom, watchedIn, watchRoom } from './rooms.ts';
import type { SocketServer } from './socket-server.ts';

type PushElsewhere = (room: string, event: string, payload: unknown, except?: SocketId) => void;

/** Between nodes: what one has told its watchers of somebody. */
const watched = 'watched';

/** @param hear - called for what another node has told, where somebody here watches, too. */
export function onWatchedElsewhere(io: SocketServer, hear: (userId: UserId, user: User) => void): void {
  const { rooms } = io.of('/').adapter;
  io.on(watched, (userId: UserId, user: User) => {
    if (rooms.has(watchRoom(userId))) hear(userId, user);
  });
}

/**
 * One room per call: two in one would leave the path that only nodes with listeners are on.
 * @param elsewhere - pushes to a room on all other nodes.
 * @param alone - no other node is there: what would be published came back to this node alone.
 */
export function createFanout(io: SocketServer, elsewhere: PushElsewhere, alone: () => boolean): Fanout {
  const { adapter, sockets } = io.of('/');

  // Not Socket.IO's broadcast: that one encodes for nobody, too, and costs twice what the writes do (docs/performance.md).
  function push(room: string, event: PushName, payload: Pushes[PushName], except?: SocketId): void {
    if (!alone()) elsewhere(room, event, payload, except);
    toSocketsHere(othersIn(room, except), event, payload);
  }

  /** The sockets of a room here, but the one left out. */
  function othersIn(room: string, except?: SocketId): Iterable<SocketId> {
    const ids = adapter.rooms.get(room) ?? [];
    return except ? [...ids].filter((id) => id !== except) : ids;
  }

  function toSocketsHere(ids: Iterable<SocketId>, event: PushName, payload: Pushes[PushName]): void {
    for (const id of ids) sockets.get(id)?.emit(event, ...([payload] as never));
  }

  return {
    toUser: (userId, event, payload, except) => push(userRoom(userId), event, payload, except),
    toWatchers: (userId, payload) => push(watchRoom(userId), 'updateUsers', payload),
    tellWatchers(userId, user) {
      const room = watchRoom(userId);
      // Socket.IO would encode for nobody, too.
      if (adapter.rooms.has(room)) io.local.to(room).emit('updateUsers', { users: [user] });
      if (!alone()) io.serverSideEmit(watched, userId, user);
    },
    toLocalWatchers: (userId, payload) => void io.local.to(watchRoom(userId)).emit('updateUsers', payload),
    letWatch: (viewer, userId, allowed) => letWatch(io, viewer, userId, allowed),
    toSocketsHere,
    watchedHere: () => [...adapter.rooms.keys()].map(watchedIn).filter((id) => id !== null),
    resyncHere: (reason, userId) => void (userId ? io.local.to(userRoom(userId)) : io.local).emit('resync', { reason }),
    closeSession: (sessionId) => void io.in(sessionRoom(sessionId)).disconnectSockets(true),
    closeHere(sessionIds) {
      for (const id of sessionIds) io.local.in(sessionRoom(id)).disconnectSockets(true);
    },
    sessionsHere: () => [...adapter.rooms.keys()].map(sessionOf).filter((id) => id !== null),
  };
}

function letWatch(io: SocketServer, viewer: UserId, userId: UserId, allowed: boolean): SocketId[] {
  const { adapter, sockets } = io.of('/');
  const room = watchRoom(userId);
  return [...(adapter.rooms.get(userRoom(viewer)) ?? [])].filter((id) => {
    const socket = sockets.get(id);
    if (!socket?.data.wanted.has(userId) || socket.rooms.has(room) === allowed) return false;
    void (allowed ? socket.join(room) : socket.leave(room));
    return true;
  });
}
