/** Cuts off clients that do not read: what is pushed to them would pile up in this process without bound. */
import type { SocketServer } from './socket-server.ts';

/** How much may wait for one client: packets Socket.IO holds, and bytes handed to the system. */
const waitingMax = { packets: 256, bytes: 1024 * 1024 };

const checkMs = 500;

/** The parts of a connection that tell how much waits; the types of Engine.IO do not show them. */
interface Connection {
  writeBuffer: unknown[];
  /** A WebSocket; none while the client polls. */
  transport: { socket?: { bufferedAmount: number; terminate(): void } };
}

/** A client cut off comes back by itself, and fetches what it missed. */
export function watchSlowReaders(io: SocketServer, onCut: () => void): { stop(): void } {
  const timer = setInterval(() => {
    for (const socket of io.of('/').sockets.values()) {
      const { writeBuffer, transport } = socket.conn as unknown as Connection;
      const bytes = transport.socket?.bufferedAmount ?? 0;
      if (writeBuffer.length <= waitingMax.packets && bytes <= waitingMax.bytes) continue;
      onCut();
      // Not closed: that would wait for all that the client does not read.
      if (transport.socket) transport.socket.terminate();
      else socket.conn.close(true);
    }
  }, checkMs);
  return { stop: () => clearInterval(timer) };
}
