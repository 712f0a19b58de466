/** A test device: one Socket.IO connection whose requests have a deadline and whose pushes are collected. */
import { io, type Socket } from 'socket.io-client';
import type {
  Ack,
  ClientToServerEvents,
  Data,
  Payload,
  Pushes,
  PushName,
  RequestName,
  ServerToClientEvents,
  Welcome,
} from '../../src/protocol/events.ts';
import { defaultTimeoutMs, until, within } from './waiting.ts';

export type PlainSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export type Device = PlainSocket & {
  greeting: Welcome;
  /** Sends the event and answers its acknowledgement, also a refusal; rejects at the deadline. */
  request<E extends RequestName>(event: E, payload: Payload<E>): Promise<Ack<Data<E>>>;
  /** As `request`, but answers the data and throws at a refusal. */
  ask<E extends RequestName>(event: E, payload: Payload<E>): Promise<Data<E>>;
};

/** Connects and waits for `welcome`; rejects with the `connect_error` of a refusal, whose `data.code` says why. */
export async function connectDevice(url: string, cookie = '', headers: Record<string, string> = {}): Promise<Device> {
  const socket: PlainSocket = io(url, {
    transports: ['websocket'],
    extraHeaders: { ...(cookie ? { cookie } : {}), ...headers },
    forceNew: true,
    reconnection: false,
    timeout: defaultTimeoutMs,
  });
  try {
    const greeting = await within(defaultTimeoutMs, `welcome from ${url}`, welcomed(socket));
    return asDevice(socket, greeting);
  } catch (error) {
    socket.close();
    throw error;
  }
}

function welcomed(socket: PlainSocket): Promise<Welcome> {
  return new Promise((resolve, reject) => {
    socket.once('welcome', resolve);
    socket.once('connect_error', reject);
    socket.once('disconnect', (reason) => reject(new Error(`Disconnected before welcome: ${reason}`)));
  });
}

function asDevice(socket: PlainSocket, greeting: Welcome): Device {
  const request = async <E extends RequestName>(event: E, payload: Payload<E>): Promise<Ack<Data<E>>> =>
    (socket as Socket).timeout(defaultTimeoutMs).emitWithAck(event, payload);
  const ask = async <E extends RequestName>(event: E, payload: Payload<E>): Promise<Data<E>> => {
    const answer = await request(event, payload);
    if (answer.ok) return answer.data;
    throw new Error(`${event} was refused: ${JSON.stringify(answer.error)}`);
  };
  return Object.assign(socket, { greeting, request, ask });
}

/** The next push of this name that `isWanted` accepts; listens from the moment of the call. */
export function nextEvent<E extends PushName>(
  socket: PlainSocket,
  name: E,
  isWanted: (payload: Pushes[E]) => boolean = () => true,
  ms = defaultTimeoutMs,
): Promise<Pushes[E]> {
  const received = collect(socket, name);
  const found = until(`a push ${name}`, () => received.find(isWanted), { ms }).finally(() => received.stop());
  return ignoreUnhandled(found);
}

/** The pushes of this name from now on, as a list that grows until `stop()`. */
export function collect<E extends PushName>(socket: PlainSocket, name: E): Pushes[E][] & { stop(): void } {
  const heard: Pushes[E][] = [];
  const listener = (payload: Pushes[E]) => heard.push(payload);
  (socket as Socket).on(name as string, listener);
  return Object.assign(heard, { stop: () => (socket as Socket).off(name as string, listener) });
}

/** Settles with the reason when the server closes the socket. */
export function disconnected(socket: PlainSocket): Promise<string> {
  const closed = new Promise<string>((resolve) => {
    if (socket.disconnected) resolve('closed already');
    socket.once('disconnect', resolve);
  });
  return ignoreUnhandled(within(defaultTimeoutMs, 'the socket closes', closed));
}

/** A test that fails before it awaits the promise must report its own error, not an unhandled rejection. */
function ignoreUnhandled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
