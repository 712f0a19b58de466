/** Reads the private members of Engine.IO that have no public counterpart, and checks at the start that they exist. */
import { createServer, IncomingMessage, type ServerResponse } from 'node:http';
import { Socket as TcpSocket } from 'node:net';
import { Server, type Socket } from 'socket.io';

export type Connection = Socket['conn'];

export interface WebSocket {
  bufferedAmount: number;
  removeAllListeners(event: 'message'): unknown;
  terminate(): void;
}

interface Internals {
  /** Packets that wait until the transport is writable. */
  writeBuffer: { data?: string }[];
  /** No WebSocket while the client polls. */
  transport: { socket?: WebSocket; closeTimeout?: number };
}

/** The WebSocket of an upgraded request; none before the upgrade is complete. */
export const webSocketOf = (request: IncomingMessage): WebSocket | undefined =>
  (request as { websocket?: WebSocket }).websocket;

/** The WebSocket of a connection; none while the client polls. */
export const currentWebSocket = (connection: Connection): WebSocket | undefined =>
  internalsOf(connection).transport.socket;

/** Limits the time that a closing connection waits for the next request of a polling client. */
export function limitPollingClose(connection: Connection, ms: number): void {
  const { transport } = internalsOf(connection);
  if (transport.closeTimeout !== undefined) transport.closeTimeout = ms;
}

const internalsOf = (connection: Connection) => connection as unknown as Internals;

/** The answers to a polling client that are not finished. */
const answersOf = new WeakMap<Connection, Set<ServerResponse>>();

export function noteAnswer(connection: Connection, answer: ServerResponse): void {
  const answers = answersOf.get(connection) ?? new Set();
  answersOf.set(connection, answers.add(answer));
  answer.once('close', () => answers.delete(answer));
}

/** The id of the connection that a request names. */
export const sidOf = ({ url = '' }: IncomingMessage): string | null =>
  new URL(url, 'http://node').searchParams.get('sid');

/** The connection that a request names, if it is open on this node. */
export function connectionOf({ engine }: Server, request: IncomingMessage): Connection | undefined {
  const sid = sidOf(request);
  const { clients } = engine as unknown as { clients: Record<string, Connection> };
  return sid !== null && Object.hasOwn(clients, sid) ? clients[sid] : undefined;
}

/** The packets that wait in Engine.IO, and the bytes that wait there and that the operating system has not taken yet. */
export function unsentOf(connection: Connection): { packets: number; bytes: number } {
  const { writeBuffer, transport } = internalsOf(connection);
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) bytes += Buffer.byteLength(data ?? '');
  for (const answer of answersOf.get(connection) ?? []) bytes += answer.writableLength;
  return { packets: writeBuffer.length, bytes };
}

/** Ends a WebSocket at once. Without its listeners, no work is done for the messages that are left in the present chunk. */
export function terminateWebSocket(webSocket: WebSocket): void {
  webSocket.removeAllListeners('message');
  webSocket.terminate();
}

/** Ends the connection at once, without sending what waits and without an answer of the client. */
export function terminate(connection: Connection): void {
  const { socket } = internalsOf(connection).transport;
  if (socket) terminateWebSocket(socket);
  else connection.close(true);
}

/** The private members that this WebSocket connection lacks. */
export function missingInternals(connection: Connection): string[] {
  const { writeBuffer, transport } = internalsOf(connection);
  const present = {
    'Socket#writeBuffer': Array.isArray(writeBuffer),
    'transports.WebSocket#socket.bufferedAmount': typeof transport?.socket?.bufferedAmount === 'number',
    'transports.WebSocket#socket.terminate': typeof transport?.socket?.terminate === 'function',
  };
  return Object.entries(present).flatMap(([name, isPresent]) => (isPresent ? [] : [name]));
}

/** @throws Error that names each private member that the installed Engine.IO lacks. */
export async function requireEngineInternals(): Promise<void> {
  const missing = missingInternals(await openProbe());
  if (missing.length > 0) {
    throw new Error(`The installed Engine.IO has no ${missing.join(', ')}. Use the version in package-lock.json.`);
  }
}

/** Opens a WebSocket connection in memory, on a server that listens nowhere. */
async function openProbe(): Promise<Connection> {
  const io = new Server(createServer());
  const request = new IncomingMessage(new TcpSocket());
  request.method = 'GET';
  request.url = '/socket.io/?EIO=4&transport=websocket';
  request.headers = {
    host: 'probe',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
  };
  const opened = new Promise<Connection>((resolve) => io.engine.once('connection', resolve));
  Reflect.apply(io.engine.handleUpgrade, io.engine, [request, request.socket, Buffer.alloc(0)]);
  const connection = await opened;
  connection.once('close', () => void io.close());
  request.socket.destroy();
  return connection;
}
