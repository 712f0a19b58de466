/** Limits connections before the handshake: how many of one address wait. */

import type { IncomingMessage } from 'node:http';
import { addressBlock } from '../policy/address-blocks.ts';
import { connectionLimits } from '../policy/connection-limits.ts';
import type { OnLimit } from '../policy/limit-table.ts';
import { closingMs } from './connections.ts';
import { type Connection, terminate } from './engine-io-internals.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

export interface ConnectionGuardParts {
  addressOf(request: IncomingMessage): string;
  onLimit: OnLimit;
}

export function guardConnections(io: SocketServer, { addressOf, onLimit }: ConnectionGuardParts): void {
  const waiting = createWaitingCounts();
  io.engine.on('connection', (connection: Connection) => {
    if (!waiting.add(connection, addressBlock(addressOf(connection.request)))) {
      onLimit('unidentifiedPerAddress');
      terminate(connection);
      return;
    }
    connection.on('close', () => {
      waiting.remove(connection);
      setTimeout(terminate, closingMs, connection).unref();
    });
  });
  io.on('connection', (socket: ClientSocket) => waiting.remove(socket.conn));
}

/** Counts the connections of each address without a completed handshake. */
function createWaitingCounts() {
  const counts = new Map<string, number>();
  const addresses = new WeakMap<Connection, string>();
  return {
    /** Answers false, and counts nothing, when too many of this address wait. */
    add(connection: Connection, address: string): boolean {
      const count = (counts.get(address) ?? 0) + 1;
      if (count > connectionLimits.unidentifiedPerAddress.points) return false;
      counts.set(address, count);
      addresses.set(connection, address);
      return true;
    },
    remove(connection: Connection): void {
      const address = addresses.get(connection);
      if (address === undefined) return;
      addresses.delete(connection);
      const left = (counts.get(address) ?? 0) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    },
  };
}
