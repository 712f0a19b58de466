/** Publishes the engine's pushes to the sockets of users, on this node and on the others. */

import type { Fanout } from '../engine/ports/fanout-port.ts';
import type { SocketId, UserId } from '../engine/ports/identifiers.ts';
import { type ResyncReason, resyncReasons } from '../policy/resync-reasons.ts';
import type { Pushes, PushName } from '../protocol/events.ts';
import { createDirectoryNotices } from './directory-notices.ts';
import { moveAndTell, putRoomsRight, setTypingShown } from './room-moves.ts';
import type { SocketIndex } from './socket-index.ts';
import { conversationRoom, roomsUnaskedRoom, typingHiddenRoom, userRoom } from './socket-rooms.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

/** A socket or a room, without the types of each event. */
interface Emitter {
  emit(event: string, payload: unknown): unknown;
}

/** @param alone - whether no other node is there. @param countResync - counts what tells clients to fetch. */
export function createFanout(
  io: SocketServer,
  index: SocketIndex,
  alone: () => boolean,
  countResync: (reason: ResyncReason) => void,
): Fanout {
  const notices = createDirectoryNotices(io, () => alone() || io.serverSideEmit('directoryChanged'));
  io.on('directoryChanged', () => notices.changed(false));
  const userPushes = createUserPushes(io, alone, countResync);
  return {
    ...userPushes,
    directoryChanged: () => notices.changed(true),
    roomChanged(moved, notice) {
      moveAndTell(io, moved, notice);
      if (!alone()) io.serverSideEmit('roomChanged', moved, notice);
    },
    async putRoomsRight(members, idsOf) {
      for (const userId of await putRoomsRight(io, members, idsOf)) userPushes.resyncLocal('push_missed', userId);
    },
    ...createWatcherPushes(io, index, alone),
    messageShown(...shown) {
      if (!alone()) io.serverSideEmit('messageShown', ...shown);
    },
    pushHolderChanged(userId) {
      if (!alone()) io.serverSideEmit('pushHolderChanged', userId);
    },
    privacyChanged(change) {
      if (!alone()) io.serverSideEmit('privacyChanged', change);
    },
    closeSession(sessionId) {
      index.closeSession(sessionId);
      if (!alone()) io.serverSideEmit('sessionEnded', sessionId);
    },
    closeLocalSessions(sessionIds) {
      for (const id of sessionIds) index.closeSession(id);
    },
    localSessions: index.sessions,
  };
}

type UserPushes = 'toUser' | 'toRoomDevices' | 'toRoom' | 'typingInRoom' | 'toLocalSockets' | 'resyncLocal';

function createUserPushes(
  io: SocketServer,
  alone: () => boolean,
  countResync: (reason: ResyncReason) => void,
): Pick<Fanout, UserPushes> {
  const { adapter, sockets } = io.of('/');
  /**
   * A node alone pushes to its sockets directly. The adapter would encode every push twice and search it for binary
   * data: measured with 8 messages outstanding on one node, saturation was 0.72 of this and CPU per message a third higher.
   */
  function pushTo(room: string, event: PushName, payload: Pushes[PushName], except?: SocketId, hidden?: string): void {
    if (alone()) {
      const without = hidden === undefined ? undefined : adapter.rooms.get(hidden);
      for (const id of adapter.rooms.get(room) ?? []) {
        if (id !== except && !without?.has(id)) emit(sockets.get(id), event, payload);
      }
      return;
    }
    const excepted = [except, hidden].filter((name) => name !== undefined);
    // One room per publish: with two, the adapter publishes to every node.
    emit(excepted.length === 0 ? io.to(room) : io.to(room).except(excepted), event, payload);
  }

  return {
    toUser: (userId, event, payload, except) => pushTo(userRoom(userId), event, payload, except),
    toRoomDevices: (userId, event, payload, except) =>
      pushTo(userRoom(userId), event, payload, except, roomsUnaskedRoom),
    typingInRoom: (channelId, event, payload, except) =>
      pushTo(conversationRoom(channelId), event, payload, except, typingHiddenRoom),
    toRoom: (channelId, event, payload, except) => pushTo(conversationRoom(channelId), event, payload, except),
    toLocalSockets(ids, event, payload) {
      for (const id of ids) emit(sockets.get(id), event, payload);
    },
    resyncLocal(reason, userId) {
      countResync(reason);
      const local = userId === undefined ? io.local : io.local.to(userRoom(userId));
      local.emit('resync', { reason: resyncReasons[reason] });
    },
  };
}

type WatcherPushes =
  | 'toWatchers'
  | 'publishChange'
  | 'toLocalWatchers'
  | 'setWatchAllowed'
  | 'setLastSeenShown'
  | 'setTypingShown'
  | 'watchedUsers';

function createWatcherPushes(io: SocketServer, index: SocketIndex, alone: () => boolean): Pick<Fanout, WatcherPushes> {
  return {
    toWatchers(userId, payload) {
      index.pushToWatchers(userId, payload);
      if (!alone()) io.serverSideEmit('watchersPushed', userId, payload);
    },
    publishChange(userId, user) {
      index.pushToWatchers(userId, { users: [user] });
      if (!alone()) io.serverSideEmit('userChanged', userId, user);
    },
    toLocalWatchers: index.pushToWatchers,
    setWatchAllowed(viewer, userId, allowed) {
      const wanting = socketsOf(io, viewer).filter(({ data }) => data.wanted.has(userId));
      return wanting.filter((socket) => index.setWatched(socket, userId, allowed)).map(({ id }) => id);
    },
    setLastSeenShown(viewer, isShown) {
      for (const { data } of socketsOf(io, viewer)) data.seesLastSeen = isShown;
    },
    setTypingShown(viewer, isShown) {
      for (const socket of socketsOf(io, viewer)) setTypingShown(socket, isShown);
    },
    watchedUsers: index.watchedUsers,
  };
}

/** This node's sockets of a user. */
function socketsOf(io: SocketServer, userId: UserId): ClientSocket[] {
  const { adapter, sockets } = io.of('/');
  const ids = [...(adapter.rooms.get(userRoom(userId)) ?? [])];
  return ids.map((id) => sockets.get(id)).filter((socket) => socket !== undefined);
}

/** Emits to a socket or a room, without the types of each event. */
function emit(target: Emitter | undefined, event: PushName, payload: Pushes[PushName]): void {
  target?.emit(event, payload);
}
