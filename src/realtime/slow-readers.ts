/** Terminates clients that do not read, because the pushes to them would pile up in this process without bound. */
import { sizeLimits } from '../policy/connection-limits.ts';
import type { LimitName, OnLimit } from '../policy/limit-table.ts';
import { addressOfConnection } from './connection-addresses.ts';
import { type Connection, terminate, unsentOf } from './engine-io-internals.ts';

const checkMs = 500;

/** A terminated client reconnects by itself, and fetches what it missed. */
export function watchSlowReaders(connections: ReadonlySet<Connection>, onLimit: OnLimit): { stop(): void } {
  const timer = setInterval(() => {
    for (const connection of connections) {
      const limit = exceededBy(connection);
      if (!limit) continue;
      onLimit(limit, addressOfConnection(connection));
      terminate(connection);
    }
  }, checkMs);
  return { stop: () => clearInterval(timer) };
}

function exceededBy(connection: Connection): LimitName | null {
  const { packets, bytes } = unsentOf(connection);
  if (packets > sizeLimits.unsentPackets.points) return 'unsentPackets';
  return bytes > sizeLimits.unsentBytes.points ? 'unsentBytes' : null;
}
