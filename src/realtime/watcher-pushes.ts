/** Coalesces the changes of watched users for each socket: the first is pushed at once, those that follow together. */
import type { UserId } from '../engine/ports/identifiers.ts';
import type { User } from '../protocol/shapes.ts';
import type { ClientSocket } from './socket-server.ts';

/** A socket gets at most one push of this kind in so many milliseconds. */
const everyMs = 100;

export interface WatcherPushes {
  push(socket: ClientSocket, userId: UserId, users: readonly User[]): void;
  /** Pushes at once what waits for this socket. */
  flush(socket: ClientSocket): void;
  /** Drops what waits for this socket about a user that it no longer watches. */
  drop(socket: ClientSocket, userId: UserId): void;
}

export function createWatcherPushes(): WatcherPushes {
  /** The changes that wait for each socket that had a push just now; the last one of each user counts. */
  const waiting = new Map<ClientSocket, Map<UserId, readonly User[]>>();

  function flush(socket: ClientSocket): void {
    const changes = waiting.get(socket);
    if (!changes || changes.size === 0) return;
    const users = [...changes.values()].flat();
    changes.clear();
    emit(socket, users);
  }

  function pause(socket: ClientSocket): void {
    waiting.set(socket, new Map());
    setTimeout(() => {
      const isQuiet = waiting.get(socket)?.size === 0;
      flush(socket);
      waiting.delete(socket);
      if (!isQuiet) pause(socket);
    }, everyMs).unref();
  }

  return {
    push(socket, userId, users) {
      const changes = waiting.get(socket);
      if (changes) return void changes.set(userId, users);
      emit(socket, users);
      pause(socket);
    },
    flush,
    drop: (socket, userId) => void waiting.get(socket)?.delete(userId),
  };
}

/** A user who hides when the user was last online does not see it of others. */
function emit(socket: ClientSocket, users: readonly User[]): void {
  const shown = socket.data.seesLastSeen ? [...users] : users.map((user) => ({ ...user, lastSeenAt: null }));
  socket.emit('updateUsers', { users: shown });
}
