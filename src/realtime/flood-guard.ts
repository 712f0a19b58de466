/** Closes connections that send too much, counted where the work is: reads, frames, bytes and packets. */
import type { IncomingMessage } from 'node:http';
import type { OnLimit } from '../policy/limit-table.ts';
import { addressOfConnection } from './connection-addresses.ts';
import {
  type Connection,
  connectionOf,
  currentWebSocket,
  terminate,
  terminateWebSocket,
  type WebSocket,
  webSocketOf,
} from './engine-io-internals.ts';
import { createFrameCounter } from './frame-counter.ts';
import { createInboundBudget, type InboundBudget } from './inbound-budget.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

export interface FloodGuardParts {
  addressOf(request: IncomingMessage): string;
  onLimit: OnLimit;
}

export function guardAgainstFloods(io: SocketServer, { addressOf, onLimit }: FloodGuardParts): void {
  const ofConnections = new WeakMap<Connection, InboundBudget>();
  const ofWebSockets = new WeakMap<WebSocket, InboundBudget>();

  function chargePacket(connection: Connection): void {
    if (connection.readyState !== 'open') return;
    const limit = ofConnections.get(connection)?.spend('packets');
    if (!limit) return;
    onLimit(limit, addressOfConnection(connection));
    terminate(connection);
  }

  function identify(connection: Connection): void {
    ofConnections.get(connection)?.identify();
    const webSocket = currentWebSocket(connection);
    if (webSocket) ofWebSockets.get(webSocket)?.identify();
  }

  io.engine.on('connection', (connection: Connection) => {
    ofConnections.set(connection, createInboundBudget());
    connection.on('packet', () => chargePacket(connection));
  });
  // Once for each WebSocket, probes of an upgrade included, before the first byte is read.
  io.engine.on('headers', (_headers: object, request: IncomingMessage) => {
    if (isUpgrade(request)) limitWebSocket(request, ofWebSockets, (limit) => onLimit(limit, addressOf(request)));
  });
  io.on('connection', ({ conn }: ClientSocket) => {
    identify(conn);
    conn.on('upgrade', () => identify(conn));
  });
  // A polling client pays for its requests, too.
  io.engine.use((request: IncomingMessage, _answer: unknown, next: () => void) => {
    const connection = connectionOf(io, request);
    if (connection) chargePacket(connection);
    next();
  });
}

const isUpgrade = ({ headers }: IncomingMessage) =>
  headers.upgrade !== undefined && /upgrade/i.test(`${headers.connection}`);

/** Listens to the TCP connection before ws does: a chunk may hold ten thousand frames. */
function limitWebSocket(request: IncomingMessage, budgets: WeakMap<WebSocket, InboundBudget>, onLimit: OnLimit): void {
  const budget = createInboundBudget();
  const countFrames = createFrameCounter();
  const { socket } = request;
  let isOver = false;
  socket.on('data', (chunk: Buffer) => {
    const webSocket = webSocketOf(request);
    if (webSocket) budgets.set(webSocket, budget);
    if (isOver) return;
    const limit =
      budget.spend('reads') ?? budget.spend('bytes', chunk.length) ?? budget.spend('frames', countFrames(chunk));
    if (!limit) return;
    isOver = true;
    onLimit(limit);
    // Without an answer to the frames that are still in this chunk, and without waiting for the client.
    if (webSocket) terminateWebSocket(webSocket);
    else socket.destroy();
  });
}
