/** Counts this node's sockets of each user. */
import type { UserId } from '../ports/identifiers.ts';

export interface ConnectionCounts {
  /** Counts one socket more; answers whether it is the user's first on this node. */
  add(id: UserId): boolean;
  /** Counts one socket less; answers whether it was the user's last on this node. */
  remove(id: UserId): boolean;
  has(id: UserId): boolean;
  /** The users with a socket on this node. */
  users(): UserId[];
}

export function createConnectionCounts(): ConnectionCounts {
  const counts = new Map<UserId, number>();
  return {
    add(id) {
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      return count === 1;
    },
    remove(id) {
      const count = (counts.get(id) ?? 0) - 1;
      if (count > 0) counts.set(id, count);
      else counts.delete(id);
      return count <= 0;
    },
    has: (id) => counts.has(id),
    users: () => [...counts.keys()],
  };
}
