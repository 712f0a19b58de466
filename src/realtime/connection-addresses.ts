/** Remembers the client's address of each connection, because the request of its handshake is forgotten. */
import type { IncomingMessage } from 'node:http';
import type { Connection } from './engine-io-internals.ts';
import type { SocketServer } from './socket-server.ts';

const addresses = new WeakMap<Connection, string>();

/** Call it before any rule that closes connections. */
export function rememberAddresses(io: SocketServer, addressOf: (request: IncomingMessage) => string): void {
  io.engine.on('connection', (connection: Connection) => addresses.set(connection, addressOf(connection.request)));
}

export const addressOfConnection = (connection: Connection) => addresses.get(connection);
