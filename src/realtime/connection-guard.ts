/** Limits connections before the handshake: how many of one address wait. */

import type { IncomingMessage } from 'node:http';
import { siteBlock } from '../policy/address-blocks.ts';
import { connectionLimits } from '../policy/connection-limits.ts';
import type { OnLimit } from '../policy/limit-table.ts';
import { addressOfConnection } from './connection-addresses.ts';
import { closingMs } from './connections.ts';
import { type Connection, terminate } from './engine-io-internals.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

export interface ConnectionGuardParts {
  addressOf(request: IncomingMessage): string;
  onLimit: OnLimit;
}

export function guardConnections(io: SocketServer, { addressOf, onLimit }: ConnectionGuardParts): void {
  const waiting = createWaitingConnections();
  io.engine.on('connection', (connection: Connection) => {
    const oldest = waiting.add(connection, siteBlock(addressOf(connection.request)));
    if (oldest) {
      onLimit('unidentifiedPerAddress', addressOfConnection(oldest));
      terminate(oldest);
    }
    connection.on('close', () => {
      waiting.remove(connection);
      setTimeout(terminate, closingMs, connection).unref();
    });
  });
  io.on('connection', (socket: ClientSocket) => waiting.remove(socket.conn));
}

/** The connections of each address without a completed handshake, the oldest first. */
function createWaitingConnections() {
  const byAddress = new Map<string, Set<Connection>>();
  const addresses = new WeakMap<Connection, string>();

  function remove(connection: Connection): void {
    const address = addresses.get(connection);
    if (address === undefined) return;
    addresses.delete(connection);
    const left = byAddress.get(address);
    left?.delete(connection);
    if (left?.size === 0) byAddress.delete(address);
  }

  return {
    remove,
    /** Answers the oldest one, and forgets it, when too many of this address wait: a rightful client does not wait long. */
    add(connection: Connection, address: string): Connection | null {
      const all = (byAddress.get(address) ?? new Set()).add(connection);
      byAddress.set(address, all);
      addresses.set(connection, address);
      const [oldest] = all;
      if (!oldest || all.size <= connectionLimits.unidentifiedPerAddress.points) return null;
      remove(oldest);
      return oldest;
    },
  };
}
