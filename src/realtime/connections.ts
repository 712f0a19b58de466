/** Tracks the Engine.IO connections of this node, those included whose handshake is still under way. */
import type { Connection } from './engine-io-internals.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

export function trackConnections(io: SocketServer): ReadonlySet<Connection> {
  const connections = new Set<Connection>();
  io.engine.on('connection', (connection: Connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  return connections;
}

/** Drops the handshake and the first request, as Socket.IO's guide to memory usage recommends: nothing reads them again. */
export function forgetHandshake(socket: ClientSocket): void {
  Object.assign(socket.conn, { request: undefined });
  Object.assign(socket, { handshake: undefined });
}
