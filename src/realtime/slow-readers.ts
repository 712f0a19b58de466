/** Terminates clients that do not read, because the pushes to them would pile up in this process without bound. */
import { unsentMax } from '../policy/connection-limits.ts';
import { type Connection, terminate, unsentOf } from './engine-io-internals.ts';

const checkMs = 500;

/** A terminated client reconnects by itself, and fetches what it missed. */
export function watchSlowReaders(connections: ReadonlySet<Connection>, onTerminated: () => void): { stop(): void } {
  const timer = setInterval(() => {
    for (const connection of connections) {
      const { packets, bytes } = unsentOf(connection);
      if (packets <= unsentMax.packets && bytes <= unsentMax.bytes) continue;
      onTerminated();
      terminate(connection);
    }
  }, checkMs);
  return { stop: () => clearInterval(timer) };
}
