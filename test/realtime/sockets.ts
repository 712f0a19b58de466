/** Socket helpers for tests: handshakes with their refusal, listeners for every push, raw frames. */
import { io, type Socket } from 'socket.io-client';
import type { RefusalBody } from '../../src/protocol/refusals.ts';
import type { Device, PlainSocket } from '../support/device.ts';
import { defaultTimeoutMs, within } from '../support/waiting.ts';

export interface HandshakeOptions {
  cookie?: string;
  headers?: Record<string, string>;
  transports?: ('websocket' | 'polling')[];
}

export function plainSocket(
  url: string,
  { cookie, headers = {}, transports = ['websocket'] }: HandshakeOptions = {},
): Socket {
  const extraHeaders = { ...(cookie === undefined ? {} : { cookie }), ...headers };
  return io(url, { transports, extraHeaders, forceNew: true, reconnection: false, timeout: defaultTimeoutMs });
}

/** Makes one handshake and closes; answers `welcome` or the body of the refusal. */
export async function tryHandshake(url: string, how: HandshakeOptions = {}): Promise<'welcome' | RefusalBody> {
  const socket = plainSocket(url, how);
  try {
    return await within(
      defaultTimeoutMs,
      'an answer to the handshake',
      new Promise((resolve, reject) => {
        socket.once('welcome', () => resolve('welcome'));
        socket.once('connect_error', (error: Error & { data?: RefusalBody }) =>
          error.data ? resolve(error.data) : reject(error),
        );
      }),
    );
  } finally {
    socket.close();
  }
}

/** Every push from now on, by name; the list grows. */
export function everything(socket: PlainSocket): { name: string; payload: unknown }[] {
  const heard: { name: string; payload: unknown }[] = [];
  (socket as Socket).onAny((name: string, payload: unknown) => heard.push({ name, payload }));
  return heard;
}

/** Settles when everything that was pushed to these sockets until now has arrived: each gets an answer after it. */
export async function settled(...devices: Device[]): Promise<void> {
  await Promise.all(devices.map((device) => device.ask('watch', { usernames: [] })));
}

/** The answer to an event of any name with any arguments. */
export function send(socket: PlainSocket, name: string | number, ...args: unknown[]): Promise<Answer> {
  return (socket as Socket).timeout(defaultTimeoutMs).emitWithAck(name as string, ...args);
}
export type Answer = { ok: true; data: unknown } | { ok: false; error: RefusalBody };

/** The code of the refusal; `ok` when there is none. */
export async function codeOf(answer: Promise<Answer>): Promise<string> {
  const given = await answer;
  return given.ok ? 'ok' : given.error.code;
}

/** Puts a frame on the WebSocket as it is, past the client that would never make it. */
export function sendRaw(socket: PlainSocket, frame: string | Uint8Array): void {
  const { transport } = (socket as Socket).io.engine as unknown as { transport: { ws: { send(data: unknown): void } } };
  transport.ws.send(frame);
}
