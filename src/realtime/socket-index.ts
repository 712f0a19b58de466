/**
 * Indexes this node's sockets by session and by watched user. Socket.IO rooms would do the same, but each room costs a
 * subscription in Redis.
 */
import type { SessionId, UserId } from '../engine/ports/identifiers.ts';
import type { Pushes } from '../protocol/events.ts';
import type { ClientSocket } from './socket-server.ts';
import { createWatcherPushes } from './watcher-pushes.ts';

export interface SocketIndex {
  /** Adds a connected socket to its session. */
  add(socket: ClientSocket): void;
  /** Removes a disconnected socket from its session and from the users it watches. */
  remove(socket: ClientSocket): void;
  sessions(): SessionId[];
  closeSession(sessionId: SessionId): void;
  /** Replaces the users that a socket watches. A socket that has disconnected watches nobody. */
  watchOnly(socket: ClientSocket, userIds: Iterable<UserId>): void;
  /** Adds or removes one watched user of a socket; answers whether that changed anything. */
  setWatched(socket: ClientSocket, userId: UserId, isWatched: boolean): boolean;
  watchedUsers(): UserId[];
  isWatched(userId: UserId): boolean;
  pushToWatchers(userId: UserId, payload: Pushes['updateUsers']): void;
}

type Index = Map<string, Set<ClientSocket>>;

export function createSocketIndex(): SocketIndex {
  const bySession: Index = new Map();
  const byWatched: Index = new Map();
  const pushes = createWatcherPushes();
  return {
    add: (socket) => addTo(bySession, socket.data.caller.sessionId, socket),
    remove(socket) {
      removeFrom(bySession, socket.data.caller.sessionId, socket);
      watchOnly(byWatched, socket, []);
    },
    sessions: () => [...bySession.keys()],
    closeSession(sessionId) {
      for (const socket of bySession.get(sessionId) ?? []) socket.disconnect(true);
    },
    watchOnly(socket, userIds) {
      pushes.flush(socket);
      watchOnly(byWatched, socket, socket.connected ? userIds : []);
    },
    setWatched(socket, userId, isWatched) {
      const isChanged = setWatched(byWatched, socket, userId, isWatched);
      // A block hides the user from now on. A poll that finds an old change again drops nothing.
      if (isChanged) pushes.drop(socket, userId);
      return isChanged;
    },
    watchedUsers: () => [...byWatched.keys()],
    isWatched: (userId) => byWatched.has(userId),
    pushToWatchers(userId, payload) {
      for (const socket of byWatched.get(userId) ?? []) pushes.push(socket, userId, payload.users);
    },
  };
}

function watchOnly(byWatched: Index, socket: ClientSocket, userIds: Iterable<UserId>): void {
  const next = new Set(userIds);
  for (const id of socket.data.watched) if (!next.has(id)) setWatched(byWatched, socket, id, false);
  for (const id of next) setWatched(byWatched, socket, id, true);
}

function setWatched(byWatched: Index, socket: ClientSocket, userId: UserId, isWatched: boolean): boolean {
  const { watched } = socket.data;
  if (watched.has(userId) === isWatched) return false;
  if (isWatched) {
    watched.add(userId);
    addTo(byWatched, userId, socket);
  } else {
    watched.delete(userId);
    removeFrom(byWatched, userId, socket);
  }
  return true;
}

function addTo(index: Index, key: string, socket: ClientSocket): void {
  const sockets = index.get(key);
  if (sockets) sockets.add(socket);
  else index.set(key, new Set([socket]));
}

function removeFrom(index: Index, key: string, socket: ClientSocket): void {
  const sockets = index.get(key);
  sockets?.delete(socket);
  if (sockets?.size === 0) index.delete(key);
}
