/** Socket.IO as Duologue sets it up: its types, its limits, its adapter. */

import { type DefaultEventsMap, Server, type ServerOptions, type Socket } from 'socket.io';
import type { Caller, UserId } from '../engine/ports/identifiers.ts';
import type { UserRecord } from '../engine/ports/user-port.ts';
import type { Budget } from '../policy/budget.ts';
import { frameMaxBytes } from '../policy/connection-limits.ts';
import type { ClientToServerEvents, ServerToClientEvents } from '../protocol/events.ts';
import { encodeOnce } from './encode-once.ts';

/** What is known of a socket since its handshake. */
export interface SocketData {
  caller: Caller;
  user: UserRecord;
  /** The block of addresses it is counted by. */
  address: string;
  unknownEvents: Budget | null;
  /** Whom the client asked to watch; it hears of those whom no block keeps apart from it. */
  wanted: ReadonlySet<UserId>;
}

export type SocketServer = Server<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, SocketData>;
export type ClientSocket = Socket<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, SocketData>;

/** @param adapter - null for one node alone. */
export function createSocketServer(adapter: unknown): SocketServer {
  const io: SocketServer = new Server({
    serveClient: false,
    // A half-open client is found within 15 seconds; by default it would be 45.
    pingInterval: 9_000,
    pingTimeout: 5_000,
    connectTimeout: 5_000,
    maxHttpBufferSize: frameMaxBytes,
    // As HTTP has it (`refuseUnfit`); whether one may come in, the handshake says.
    allowRequest: ({ headers }, decide) => decide(null, headers.host !== undefined),
    ...(adapter ? { adapter: adapter as NonNullable<ServerOptions['adapter']> } : {}),
  });
  encodeOnce(io);
  return io;
}
