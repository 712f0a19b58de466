/** Counts the connections of each user on this node, from the handshake until the connection is closed. */
import type { UserId } from '../engine/ports/identifiers.ts';
import { connectionLimits } from '../policy/connection-limits.ts';
import type { Connection } from './engine-io-internals.ts';

export interface UserConnections {
  /** Answers false, and counts nothing, when the user has as many as are allowed. */
  add(userId: UserId, connection: Pick<Connection, 'once' | 'readyState'>): boolean;
}

export function createUserConnections(): UserConnections {
  const counts = new Map<UserId, number>();
  return {
    add(userId, connection) {
      // It closed during its handshake and will not close again.
      if (connection.readyState === 'closed') return true;
      const count = counts.get(userId) ?? 0;
      if (count >= connectionLimits.socketsPerUser.points) return false;
      counts.set(userId, count + 1);
      connection.once('close', () => {
        const left = (counts.get(userId) ?? 0) - 1;
        if (left > 0) counts.set(userId, left);
        else counts.delete(userId);
      });
      return true;
    },
  };
}
