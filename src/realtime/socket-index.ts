/**
 * Indexes this node's sockets by session and by watched user. Socket.IO rooms would do the same, but each room costs a
 * subscription in Redis.
 */
import type { SessionId, UserId } from '../engine/ports/identifiers.ts';
import type { Pushes } from '../protocol/events.ts';
import type { ClientSocket } from './socket-server.ts';

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

export function createSocketIndex(): SocketIndex {
  const bySession = new Map<SessionId, Set<ClientSocket>>();
  const byWatched = new Map<UserId, Set<ClientSocket>>();

  function watchOnly(socket: ClientSocket, userIds: Iterable<UserId>): void {
    const { watched } = socket.data;
    const next = new Set(socket.connected ? userIds : []);
    for (const id of watched) if (!next.has(id)) setWatched(socket, id, false);
    for (const id of next) setWatched(socket, id, true);
  }

  function setWatched(socket: ClientSocket, userId: UserId, isWatched: boolean): boolean {
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

  return {
    add: (socket) => addTo(bySession, socket.data.caller.sessionId, socket),
    remove(socket) {
      removeFrom(bySession, socket.data.caller.sessionId, socket);
      watchOnly(socket, []);
    },
    sessions: () => [...bySession.keys()],
    closeSession(sessionId) {
      for (const socket of bySession.get(sessionId) ?? []) socket.disconnect(true);
    },
    watchOnly,
    setWatched,
    watchedUsers: () => [...byWatched.keys()],
    isWatched: (userId) => byWatched.has(userId),
    pushToWatchers(userId, payload) {
      for (const socket of byWatched.get(userId) ?? []) socket.emit('updateUsers', payload);
    },
  };
}

function addTo(index: Map<string, Set<ClientSocket>>, key: string, socket: ClientSocket): void {
  const sockets = index.get(key);
  if (sockets) sockets.add(socket);
  else index.set(key, new Set([socket]));
}

function removeFrom(index: Map<string, Set<ClientSocket>>, key: string, socket: ClientSocket): void {
  const sockets = index.get(key);
  sockets?.delete(socket);
  if (sockets?.size === 0) index.delete(key);
}
