/** The socket to the server: comes back by itself, answers every request in time, and never sends what it could not send at once. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
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
import type { Wire, WireState } from '../model/wire.ts';
import { WireFailure } from '../model/wire-failure.ts';

const deadlineMs = 3_000;
const welcomeMs = 8_000;

type Emit = (event: string, payload: object) => Promise<Ack<unknown>>;

export class Connection implements Wire {
  readonly #state = signal<WireState>('connecting');
  readonly #onEnded: () => void;
  // Socket.IO's typed map cannot be used generically; `Wire` types every call instead.
  readonly #socket: Socket = io({
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
    timeout: 5_000,
  });
  #attempt = 0;
  /** How often the cookie has been refused since the last welcome. */
  #refusals = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /**
   * @param me - whose connection this is to be.
   * @param onEnded - called when the server says that there is no session any more.
   * @param onOther - called when the browser's session has meanwhile become somebody else's.
   */
  constructor(me: string, onEnded: () => void, onOther: (user: User) => void) {
    this.#onEnded = onEnded;
    // Only after `welcome` is this socket told everything: what is fetched from then on is not outrun unseen.
    this.#socket.on('welcome', ({ user }: Welcome) => {
      // Nothing may be sent in the wrong name.
      if (user.username !== me) onOther(user);
      else this.#welcomed();
    });
    this.#socket.on('disconnect', () => this.#lost());
    this.#socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      // Once is no proof: while a new password is being set, the cookie with which this socket knocks is replaced.
      if (error.data?.code === 'unauthorized') this.#refusals += 1;
      if (this.#refusals > 1) this.#ended();
      else this.#lost();
    });
  }

  get state(): ReadonlySignal<WireState> {
    return this.#state;
  }

  open(): void {
    clearTimeout(this.#timer);
    this.#socket.connect();
    // A server that accepts and then says nothing is as good as none.
    this.#timer = setTimeout(() => this.#giveUp(), welcomeMs);
  }

  /** For good: whatever still waits to try again finds it lost. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket.disconnect();
    this.#state.value = 'lost';
  }

  /** Does not wait for the next try: the network is said to be back, or somebody looks at the page. */
  hurry(): void {
    if (this.#state.peek() === 'lost') this.open();
  }

  /** The device says it has no network: an open socket would notice only much later. */
  distrust(): void {
    if (this.#socket.connected) this.#socket.disconnect();
  }

  async request<E extends RequestName>(event: E, payload: Payload<E>): Promise<Data<E>> {
    // Socket.IO would keep it and send it at some later time; and before `welcome` it is not sure whose socket this is.
    if (this.#state.peek() !== 'connected') throw new WireFailure('disconnected', 'Not connected.');
    const socket = this.#socket.timeout(deadlineMs);
    const emit: Emit = (name, data) => socket.emitWithAck(name, data);
    const answer = await emit(event, payload).catch(() => {
      throw new WireFailure('timeout', 'The server did not answer in time.');
    });
    if (answer.ok) return answer.data as Data<E>;
    // Whether there is another session by now, only a new handshake tells.
    if (answer.error.code === 'unauthorized') this.distrust();
    throw new WireFailure(answer.error.code, answer.error.message, answer.error.retryAfterMs);
  }

  notify<E extends NoticeName>(event: E, payload: Payload<E>): void {
    if (this.#state.peek() === 'connected') this.#socket.emit(event satisfies keyof ClientToServerEvents, payload);
  }

  onPush<E extends PushName>(event: E, listener: (payload: Pushes[E]) => void): void {
    this.#socket.on<string>(event, listener);
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
    this.#state.value = 'lost';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), backoffMs(this.#attempt));
    this.#attempt += 1;
  }

  #giveUp(): void {
    this.#socket.disconnect();
    this.#lost();
  }
}
