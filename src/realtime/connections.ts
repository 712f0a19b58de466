/** Tracks the Engine.IO connections of this node, those included whose handshake is still under way, and closes them. */
import { type Connection, limitPollingClose, terminate } from './engine-io-internals.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

/** Time for a client to answer that its connection closes, in milliseconds; ws and Engine.IO would wait for 30 seconds. */
export const closingMs = 1_000;

export function trackConnections(io: SocketServer): ReadonlySet<Connection> {
  const connections = new Set<Connection>();
  io.engine.on('connection', (connection: Connection) => {
    limitPollingClose(connection, closingMs);
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  return connections;
}

/** Sends what waits, then closes; a client that does not read is closed all the same. */
export function closeConnection(connection: Connection): void {
  if (connection.readyState === 'closed') return;
  connection.close();
  setTimeout(terminate, closingMs, connection).unref();
}

/** Closes a connection after the refusal that Socket.IO sends in this turn of the event loop. */
export const closeAfterRefusal = (connection: Connection): void => void setImmediate(closeConnection, connection);

/** Drops the handshake and the first request, as Socket.IO's guide to memory usage recommends: nothing reads them again. */
export function forgetHandshake(socket: ClientSocket): void {
  Object.assign(socket.conn, { request: undefined });
  Object.assign(socket, { handshake: undefined });
}
