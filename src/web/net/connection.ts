/** Connects the page to the server: reconnects by itself, waits as long as the line needs, and never queues a request. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Socket } from 'socket.io-client';
import type {
  Ack,
  ClientToServerEvents,
  Data,
  NoticeName,
  Payload,
  Pushes,
  PushName,
  RequestName,
  Welcome,
} from '../../protocol/events.ts';
import type { User } from '../../protocol/shapes.ts';
import { backoffMs } from '../model/backoff.ts';
import { addressed } from '../model/room-names.ts';
import type { Wire, WireState } from '../model/wire.ts';
import { WireFailure } from '../model/wire-failure.ts';
import { checkedAck, loadShapes } from './answer-shapes.ts';
import { line } from './line-patience.ts';
import { SilenceWatch } from './silence-watch.ts';

/** The shortest waits, on a quick line. */
const welcomeMs = 10_000;
const silenceMs = 10_000;
/** An answer that comes in no such time is lost, although the server answers other requests. */
const lostMs = 120_000;
/** A connection that ends after a longer wait may have ended because the line is slow. */
const slowMs = 3_000;

type Emit = (event: string, payload: object) => Promise<unknown>;

export class Connection implements Wire {
  readonly #state = signal<WireState>('connecting');
  readonly #me: string;
  readonly #onEnded: () => void;
  readonly #onOther: (user: User) => void;
  /** Add the listeners of pushes to the socket, once there is one. */
  readonly #adding: ((socket: Socket) => void)[] = [];
  // Socket.IO's typed map cannot be used generically; `Wire` types every call instead.
  #socket: Socket | null = null;
  readonly #silence = new SilenceWatch((limitMs) => this.#giveUp(limitMs));
  #attempt = 0;
  /** The number of refused cookies since the last `welcome`. */
  #refusals = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  /** Whether a request under way may end this socket's session and give the browser another one. */
  #renewing = false;

  /**
   * @param me - the username that the session must have.
   * @param onEnded - called when the server says that the session has ended.
   * @param onOther - called when the browser's session now belongs to another user.
   */
  constructor(me: string, onEnded: () => void, onOther: (user: User) => void) {
    this.#me = me;
    this.#onEnded = onEnded;
    this.#onOther = onOther;
  }

  get state(): ReadonlySignal<WireState> {
    return this.#state;
  }

  open(): void {
    clearTimeout(this.#timer);
    // A server may accept the connection and then stay silent.
    const limitMs = line.limitMs(welcomeMs);
    this.#timer = setTimeout(() => this.#giveUp(limitMs), limitMs);
    if (this.#socket) this.#socket.connect();
    else void this.#load();
  }

  /** Closes for good. The state becomes `lost`, so that no retry sends a request. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.disconnect();
    this.#state.value = 'lost';
  }

  /** Reconnects without waiting for the backoff: the network is back, or the user looks at the page. */
  reconnectNow(): void {
    if (this.#state.peek() === 'lost') this.open();
  }

  /** Disconnects when the device has lost its network, because an open socket notices that only much later. */
  disconnect(): void {
    if (this.#socket?.connected) this.#socket.disconnect();
  }

  /** Runs a request that replaces the session, then reconnects with the new cookie. The user is not told of a lost connection. */
  async renew(replaceSession: () => Promise<void>): Promise<void> {
    this.#renewing = true;
    try {
      await replaceSession();
      this.disconnect();
    } finally {
      this.#renewing = false;
      if (!this.#socket?.connected && !this.#closed) this.open();
    }
  }

  async request<E extends RequestName>(event: E, payload: Payload<E>): Promise<Data<E>> {
    const loading = loadShapes(event);
    if (loading) await loading.catch(() => fail(0));
    // Socket.IO would queue the request and send it later. Before `welcome`, the session may belong to another user.
    const socket = this.#welcomedSocket;
    if (!socket) throw new WireFailure('disconnected', 'Not connected.');
    const answer = await this.#ask(socket, event, payload);
    if (answer.ok) return answer.data as Data<E>;
    // Only a new handshake tells whether another session exists by now.
    if (answer.error.code === 'unauthorized') this.disconnect();
    throw new WireFailure(answer.error.code, answer.error.message, answer.error.retryAfterMs, answer.error);
  }

  notify<E extends NoticeName>(event: E, payload: Payload<E>): void {
    this.#welcomedSocket?.emit(event satisfies keyof ClientToServerEvents, addressed(payload));
  }

  onPush<E extends PushName>(event: E, listener: (payload: Pushes[E]) => void): void {
    const add = (socket: Socket) => void socket.on<string>(event, listener);
    if (this.#socket) add(this.#socket);
    else this.#adding.push(add);
  }

  get #welcomedSocket(): Socket | null {
    return this.#state.peek() === 'connected' ? this.#socket : null;
  }

  /** The next attempt to connect loads the code again, when this one fails. */
  async #load(): Promise<void> {
    try {
      const { createSocket } = await import('./socket.ts');
      if (this.#socket || this.#closed) return;
      // `open` limits the time until `welcome`.
      this.#socket = createSocket(lostMs);
      this.#listen(this.#socket);
      for (const add of this.#adding) add(this.#socket);
      this.#socket.connect();
    } catch {
      this.#lost();
    }
  }

  #listen(socket: Socket): void {
    // From `welcome` on, this socket receives every push, so a fetch from then on misses no change.
    socket.on('welcome', ({ user }: Welcome) => {
      // The page must not send a request in the name of another user.
      if (user.username !== this.#me) this.#onOther(user);
      // The other listeners learn first which features the server has.
      else queueMicrotask(() => this.#welcomed());
    });
    socket.onAny(() => this.#silence.heard());
    socket.io.on('ping', () => this.#silence.heard());
    socket.on('disconnect', () => this.#lost());
    socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      // One refusal proves nothing: a password change may replace the cookie during the handshake.
      if (error.data?.code === 'unauthorized') this.#refusals += 1;
      if (this.#refusals > 1) this.#ended();
      else this.#lost();
    });
  }

  /** Waits while the line is alive: the answers come in order, so that a second request would come no sooner. */
  async #ask<E extends RequestName>(socket: Socket, event: E, payload: Payload<E>): Promise<Ack<Data<E>>> {
    const emit: Emit = (name, data) => socket.timeout(lostMs).emitWithAck(name, data);
    const askedAt = performance.now();
    const done = this.#silence.await(line.limitMs(silenceMs, 'limit' in payload ? payload.limit : 0));
    try {
      const answer = await emit(event, addressed(payload)).catch(() => fail(performance.now() - askedAt));
      this.#silence.heard();
      line.answered(performance.now() - askedAt);
      return checkedAck(event, answer);
    } finally {
      done();
    }
  }

  #welcomed(): void {
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#refusals = 0;
    this.#state.value = 'connected';
  }

  #ended(): void {
    if (!this.#closed) this.#onEnded();
  }

  #lost(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#state.value = this.#renewing ? 'connecting' : 'lost';
    if (this.#renewing) return;
    this.#timer = setTimeout(() => this.open(), backoffMs(this.#attempt));
    this.#attempt += 1;
  }

  #giveUp(afterMs: number): void {
    line.gaveUp(afterMs);
    const wasConnected = this.#socket?.connected;
    this.#socket?.disconnect();
    // Before the connection is open, no event tells that it ended.
    if (!wasConnected) this.#lost();
  }
}

function fail(afterMs: number): never {
  if (afterMs > slowMs) throw new WireFailure('timeout', 'The server did not answer in time.');
  throw new WireFailure('disconnected', 'The connection was lost.');
}
