/** The connection of a live client: reconnects with jitter, and records every call with its outcome. */
import { io, type Socket } from 'socket.io-client';
import type { Ack, Data, Payload, Pushes, PushName, RequestName } from '../../src/protocol/events.ts';
import { backoffMs } from '../../src/web/model/backoff.ts';
import type { FaultHistory, Op } from './fault-history.ts';
import { type Answered, type CallFields, type Outcome, recordCall, refused } from './recorded-calls.ts';

export interface SocketOptions {
  device: string;
  session: string;
  cookie: string;
  /** The addresses of load balancers or nodes, tried in turn. */
  urls: readonly string[];
  history: FaultHistory;
  /** The node that serves the device now, if known. */
  nodeOf(device: string): string | undefined;
}

/** The contract promises an answer within three seconds; after five the call counts as unanswered. */
const deadlineMs = 5_000;

export class LiveSocket {
  readonly options: SocketOptions;
  readonly #pushListeners = new Map<string, Parameters<Socket['on']>[1]>();
  #socket: Socket | null = null;
  #timer: NodeJS.Timeout | undefined;
  #attempt = 0;
  #turn = 0;
  #closed = false;
  #welcomed = false;
  #waiting = 0;
  onWelcome: () => void = () => {};
  /** How often the socket has connected. */
  connects = 0;

  constructor(options: SocketOptions) {
    this.options = options;
  }

  get isConnected(): boolean {
    return this.#welcomed;
  }

  /** The number of calls without an outcome yet. */
  get waiting(): number {
    return this.#waiting;
  }

  get raw(): Socket | null {
    return this.#socket;
  }

  on<E extends PushName>(event: E, listener: (payload: Pushes[E]) => void): void {
    this.#pushListeners.set(event, listener);
  }

  open(): void {
    if (this.#closed || this.#socket) return;
    const { urls, cookie, device } = this.options;
    const url = urls[this.#turn++ % urls.length] as string;
    const socket = io(url, {
      transports: ['websocket'],
      extraHeaders: { cookie, 'x-device': device },
      forceNew: true,
      reconnection: false,
      timeout: 5_000,
    });
    this.#socket = socket;
    socket.on('welcome', () => this.#arrived());
    for (const [event, listener] of this.#pushListeners) socket.on<string>(event, listener);
    socket.on('disconnect', (reason) => this.#lost(reason));
    socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      if (error.data?.code === 'unauthorized') this.close();
      else this.#lost(error.message);
    });
    this.#timer = setTimeout(() => this.#lost('no welcome'), 8_000);
  }

  close(): void {
    this.#closed = true;
    this.#drop('closed');
  }

  /** Disconnects for a while, as a device without a network; `open` reconnects. */
  leave(): void {
    this.#drop('left');
  }

  notify(event: 'typing' | 'doneTyping', to: { to: string } | { conversation: string }): void {
    if (this.#welcomed) this.#socket?.volatile.emit(event, to);
  }

  /** Makes one attempt; never throws. */
  async call<E extends RequestName>(
    op: Op,
    event: E,
    payload: Payload<E>,
    about: CallFields,
  ): Promise<Outcome<Data<E>>> {
    const socket = this.#socket;
    if (!this.#welcomed || !socket) return { phase: 'fail', code: 'disconnected' };
    const node = this.options.nodeOf(this.options.device);
    this.#waiting += 1;
    const ask = () => this.#ask<Data<E>>(socket, event, payload);
    const outcome = await recordCall(this.options, op, { ...about, node }, ask);
    this.#waiting -= 1;
    return outcome;
  }

  #ask<T>(socket: Socket, event: string, payload: object): Promise<Answered<T>> {
    return new Promise((resolve) => {
      const settle = (outcome: Answered<T>) => {
        clearTimeout(timer);
        socket.off('disconnect', onDisconnect);
        resolve(outcome);
      };
      const onDisconnect = () => settle({ phase: 'unknown', code: 'disconnected' });
      const timer = setTimeout(() => settle({ phase: 'unknown', code: 'timeout' }), deadlineMs);
      socket.on('disconnect', onDisconnect);
      socket.emit(event, payload, (answer: Ack<T>) => {
        if (answer.ok) return settle({ phase: 'ok', data: answer.data });
        settle(refused(answer.error.code));
      });
    });
  }

  #arrived(): void {
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#welcomed = true;
    this.connects += 1;
    this.#note('ok');
    this.onWelcome();
  }

  #lost(reason: string): void {
    if (!this.#socket) return;
    this.#drop(reason);
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.open(), backoffMs(this.#attempt));
    this.#attempt += 1;
  }

  #drop(reason: string): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (this.#welcomed) this.#note('unknown', reason);
    this.#welcomed = false;
    socket?.removeAllListeners('connect_error');
    socket?.disconnect();
  }

  #note(phase: 'ok' | 'unknown', detail?: string): void {
    const { device, session, history } = this.options;
    history.record({ op: 'socket', phase, device, session, node: this.options.nodeOf(device), detail });
  }
}
