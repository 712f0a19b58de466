/** Limits connections before the handshake: how many of one address wait, and how many packets each sends. */

import type { IncomingMessage } from 'node:http';
import { addressBlock } from '../policy/address-blocks.ts';
import { createBudget } from '../policy/budget.ts';
import { connectionLimits, floodLimits } from '../policy/connection-limits.ts';
import type { OnLimit } from '../policy/limit-table.ts';
import { type Connection, terminate } from './engine-io-internals.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

export interface ConnectionGuardParts {
  addressOf(request: IncomingMessage): string;
  /** Whether rates are limited. */
  limited: boolean;
  onLimit: OnLimit;
}

/** Time for a client to answer the WebSocket closing handshake, in milliseconds; ws would wait for 30 seconds. */
const closingMs = 1_000;

export function guardConnections(io: SocketServer, { addressOf, limited, onLimit }: ConnectionGuardParts): void {
  const waiting = createWaitingCounts();
  io.engine.on('connection', (connection: Connection) => {
    if (limited) limitPackets(connection, () => onLimit('packets'));
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

function limitPackets(connection: Connection, onFlood: () => void): void {
  const budget = createBudget(floodLimits.packets);
  let isOver = false;
  connection.on('packet', () => {
    if (isOver || budget.spend()) return;
    isOver = true;
    onFlood();
    terminate(connection);
  });
}
