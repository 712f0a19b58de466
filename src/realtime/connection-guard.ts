/** Limits connections before the handshake: how many of one address wait, and how many packets each sends. */

import type { IncomingMessage } from 'node:http';
import { addressBlock } from '../policy/address-blocks.ts';
import { createBudget } from '../policy/budget.ts';
import { connectionLimits, floodLimits } from '../policy/connection-limits.ts';
import type { Connection } from './connections.ts';
import { terminate } from './engine-io-internals.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

export interface ConnectionGuardParts {
  addressOf(request: IncomingMessage): string;
  /** Whether rates are limited. */
  limited: boolean;
  onTerminated(reason: 'flood' | 'too_many_waiting'): void;
}

/** Time for a client to answer the WebSocket closing handshake, in milliseconds; ws would wait for 30 seconds. */
const closingMs = 1_000;

export function guardConnections(io: SocketServer, { addressOf, limited, onTerminated }: ConnectionGuardParts): void {
  /** Connections of each address without a completed handshake. */
  const waiting = new Map<string, number>();
  const addresses = new WeakMap<Connection, string>();

  function onOpened(connection: Connection): void {
    if (limited) limitPackets(connection);
    const address = addressBlock(addressOf(connection.request));
    const count = (waiting.get(address) ?? 0) + 1;
    if (count > connectionLimits.unidentifiedPerAddress) {
      onTerminated('too_many_waiting');
      terminate(connection);
      return;
    }
    waiting.set(address, count);
    addresses.set(connection, address);
    connection.on('close', () => {
      stopWaiting(connection);
      setTimeout(terminate, closingMs, connection).unref();
    });
  }

  function stopWaiting(connection: Connection): void {
    const address = addresses.get(connection);
    if (address === undefined) return;
    addresses.delete(connection);
    const left = (waiting.get(address) ?? 0) - 1;
    if (left > 0) waiting.set(address, left);
    else waiting.delete(address);
  }

  function limitPackets(connection: Connection): void {
    const budget = createBudget(floodLimits.packets);
    let isOver = false;
    connection.on('packet', () => {
      if (isOver || budget.spend()) return;
      isOver = true;
      onTerminated('flood');
      terminate(connection);
    });
  }

  io.engine.on('connection', onOpened);
  io.on('connection', (socket: ClientSocket) => stopWaiting(socket.conn));
}
