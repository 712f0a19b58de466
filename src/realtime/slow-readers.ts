/** Cuts off clients that do not read: what is pushed to them would pile up in this process without bound. */
import { waitingMax } from '../policy/connection-limits.ts';
import { connectionsOf, cut, waitingIn } from './connections.ts';
import type { SocketServer } from './socket-server.ts';

const checkMs = 500;

/** A client cut off comes back by itself, and fetches what it missed. */
export function watchSlowReaders(io: SocketServer, onCut: () => void): { stop(): void } {
  const timer = setInterval(() => {
    for (const connection of connectionsOf(io)) {
      const { packets, bytes } = waitingIn(connection);
      if (packets <= waitingMax.packets && bytes <= waitingMax.bytes) continue;
      onCut();
      cut(connection);
    }
  }, checkMs);
  return { stop: () => clearInterval(timer) };
}
