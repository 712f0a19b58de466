/** The connections beneath the sockets, where Engine.IO's types do not show them: how much waits to be read, how to end them. */
import type { IncomingMessage } from 'node:http';
import type { ClientSocket, SocketServer } from './socket-server.ts';

interface WebSocket {
  bufferedAmount: number;
  terminate(): void;
}

export interface Connection {
  /** Until the client is let in. */
  request: IncomingMessage;
  on(event: 'packet' | 'close', listener: () => void): void;
  close(discard?: boolean): void;
  writeBuffer: unknown[];
  /** No WebSocket while the client polls. */
  transport: { socket?: WebSocket };
}

/** Every connection of this node, those included whose handshake is still under way. */
export function connectionsOf(io: SocketServer): Connection[] {
  return Object.values((io.engine as unknown as { clients: Record<string, Connection> }).clients);
}

/** What waits for the client: packets that Socket.IO holds, and bytes that the system has not sent. */
export function waitingIn({ writeBuffer, transport }: Connection): { packets: number; bytes: number } {
  return { packets: writeBuffer.length, bytes: transport.socket?.bufferedAmount ?? 0 };
}

/** Ends the connection at once, whatever waits and whether or not the client answers. */
export function cut(connection: Connection): void {
  const { socket } = connection.transport;
  if (socket) socket.terminate();
  else connection.close(true);
}

/** Lets go of what the client said when it knocked: it has been read, and would be kept as long as the connection. */
export function forgetHandshake(socket: ClientSocket): void {
  Object.assign(socket.conn, { request: undefined });
  Object.assign(socket, { handshake: undefined });
}
