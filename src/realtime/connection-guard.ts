/** Watches connections from before anybody knows whose they are: how many wait to say so, and how much each sends. */

import type { IncomingMessage } from 'node:http';
import { addressBlock } from '../policy/address-blocks.ts';
import { createBudget } from '../policy/budget.ts';
import { connectionLimits, floods } from '../policy/connection-limits.ts';
import { type Connection, cut } from './connections.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

export interface ConnectionGuardParts {
  addressOf(request: IncomingMessage): string;
  /** Whether rates are limited. */
  limited: boolean;
  onCut(why: 'flood' | 'too_many_waiting'): void;
}

/** How long a client that is sent away may take to say goodbye, in milliseconds; the library would wait for half a minute. */
const goodbyeMs = 1_000;

export function guardConnections(io: SocketServer, { addressOf, limited, onCut }: ConnectionGuardParts): void {
  /** How many of each address have not said who they are. */
  const waiting = new Map<string, number>();
  const addresses = new WeakMap<Connection, string>();

  function opened(connection: Connection): void {
    if (limited) limitPackets(connection);
    const address = addressBlock(addressOf(connection.request));
    const count = (waiting.get(address) ?? 0) + 1;
    if (count > connectionLimits.waitingPerAddress) {
      onCut('too_many_waiting');
      cut(connection);
      return;
    }
    waiting.set(address, count);
    addresses.set(connection, address);
    connection.on('close', () => {
      waitsNoMore(connection);
      setTimeout(cut, goodbyeMs, connection).unref();
    });
  }

  function waitsNoMore(connection: Connection): void {
    const address = addresses.get(connection);
    if (address === undefined) return;
    addresses.delete(connection);
    const left = (waiting.get(address) ?? 0) - 1;
    if (left > 0) waiting.set(address, left);
    else waiting.delete(address);
  }

  function limitPackets(connection: Connection): void {
    const budget = createBudget(floods.packets);
    let isCut = false;
    connection.on('packet', () => {
      if (isCut || budget.spend()) return;
      isCut = true;
      onCut('flood');
      cut(connection);
    });
  }

  io.engine.on('connection', opened);
  io.on('connection', (socket: ClientSocket) => waitsNoMore(socket.conn as unknown as Connection));
}
