/** A device as the contract wants it: keeps an outbox, sends again until answered, merges by seq, mends holes, tells receipts. */
import { randomUUID } from 'node:crypto';
import type { Message } from '../../src/protocol/shapes.ts';
import { backoffMs } from '../../src/web/model/backoff.ts';
import { conversationOf, hashOf, type Mark } from './fault-history.ts';
import { LiveSocket, type Outcome, type SocketOptions } from './live-socket.ts';
import type { Testimony, View } from './witnesses.ts';

export interface ClientOptions extends SocketOptions {
  user: string;
  peer: string;
  /** Whether this device tells what it received and read. */
  receipts?: boolean;
  /** How many messages may be under way at once; with more than one their order is open. */
  window?: number;
}

export interface Draft {
  clientId: string;
  body: string;
}

const pageSize = 100;
const mendAfterMs = 100;
const pollEveryMs = 30_000;
const receiptsEveryMs = 700;

export class LiveClient {
  readonly socket: LiveSocket;
  readonly user: string;
  readonly peer: string;
  readonly conversation: string;
  readonly known = new Map<number, Testimony>();
  readonly #options: ClientOptions;
  readonly #outbox: Draft[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #underWay = 0;
  #catchingUp = false;
  #again = false;
  #mend: NodeJS.Timeout | undefined;
  #top = 0;
  #told = { read: 0, delivered: 0 };
  #marking = false;
  #stopped = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.user = options.user;
    this.peer = options.peer;
    this.conversation = conversationOf(options.user, options.peer);
    this.socket = new LiveSocket(options);
    this.socket.onWelcome = () => this.#welcomed();
    this.socket.on('chatMessage', (message) => this.#learn(message, 'push'));
    this.socket.on('resync', () => void this.catchUp());
    this.socket.on('typing', ({ from }) => this.#overheard(from, 'typing'));
    this.socket.on('doneTyping', ({ from }) => this.#overheard(from, 'doneTyping'));
    this.socket.on('read', ({ username }) => this.#overheard(username, 'read'));
    this.socket.on('delivered', ({ username }) => this.#overheard(username, 'delivered'));
  }

  get device(): string {
    return this.#options.device;
  }

  /** The highest seq up to which nothing is missing. */
  get top(): number {
    return this.#top;
  }

  /** Whether nothing waits to be sent and no call is open. */
  get isIdle(): boolean {
    return this.backlog === 0 && this.socket.waiting === 0;
  }

  /** How many messages wait to be acknowledged. */
  get backlog(): number {
    return this.#outbox.length + this.#underWay;
  }

  /** Sends nothing more of what waits. */
  rest(): void {
    this.#outbox.length = 0;
  }

  start(): void {
    this.socket.open();
    this.#timers.push(setInterval(() => void this.catchUp(), pollEveryMs));
    if (this.#options.receipts) this.#timers.push(setInterval(() => void this.#tellReceipts(), receiptsEveryMs));
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#mend);
    this.socket.close();
  }

  /** Puts a message into the outbox; answers it, so that another device may send the same. */
  send(body: string, clientId: string = randomUUID()): Draft {
    const draft = { clientId, body };
    this.#outbox.push(draft);
    this.#flush();
    return draft;
  }

  /** One try, past the outbox. */
  async sendOnce({ clientId, body }: Draft): Promise<Outcome<{ message: Message }>> {
    const about = { user: this.user, conversation: this.conversation, clientId, hash: hashOf(body) };
    const outcome = await this.socket.call('send', 'chatMessage', { to: this.peer, clientId, body }, about);
    if (outcome.phase === 'ok') this.#learn(outcome.data.message, 'answer');
    return outcome;
  }

  typing(): void {
    if (!this.socket.isConnected) return;
    this.socket.notify('typing', this.peer);
    this.#noteTyping(this.user, 'invoke');
  }

  #noteTyping(user: string, phase: 'invoke' | 'seen', detail?: string): void {
    const { device, conversation } = this;
    this.#options.history.record({ op: 'typing', phase, device, conversation, user, detail });
  }

  view(): View {
    const messages = [...this.known.values()].sort((one, other) => one.seq - other.seq);
    return { witness: this.device, conversation: this.conversation, messages };
  }

  /** Fetches by seq until nothing is missing at the end; asked again meanwhile, it looks once more. */
  async catchUp(): Promise<void> {
    this.#again = true;
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    for (let failures = 0; this.#again && this.socket.isConnected && !this.#stopped; ) {
      this.#again = false;
      if (await this.#fetchNewer()) continue;
      this.#again = true;
      await sleep(backoffMs(failures++));
    }
    this.#catchingUp = false;
  }

  async #fetchNewer(): Promise<boolean> {
    for (;;) {
      const payload = { with: this.peer, after: this.#top, limit: pageSize };
      const outcome = await this.socket.call('page', 'chatHistory', payload, { conversation: this.conversation });
      if (outcome.phase !== 'ok') return false;
      const { messages, hasMore, read, delivered } = outcome.data;
      for (const message of messages) this.#learn(message, 'fetch');
      this.#noteMark(this.user, 'read', read.me, outcome.call);
      this.#noteMark(this.peer, 'read', read.peer, outcome.call);
      this.#noteMark(this.peer, 'shown', delivered.peer, outcome.call);
      if (!hasMore || messages.length === 0) return true;
    }
  }

  #noteMark(user: string, mark: Mark, seq: number, call: number | undefined): void {
    const { device, conversation } = this;
    this.#options.history.record({ op: 'receipt', phase: 'ok', call, device, conversation, user, mark, seq });
  }

  #welcomed(): void {
    void this.catchUp();
    this.#flush();
  }

  /** By default one at a time, so that what one device sends stays in order. */
  #flush(): void {
    const { window = 1 } = this.#options;
    while (this.#canSend && this.#underWay < window) void this.#sendNext();
  }

  get #canSend(): boolean {
    return this.#outbox.length > 0 && this.socket.isConnected && !this.#stopped;
  }

  /** Tries the first of the outbox until it is settled; without a connection it goes back there. */
  async #sendNext(): Promise<void> {
    const draft = this.#outbox.shift()!;
    this.#underWay += 1;
    let isSettled = false;
    for (let failures = 0; !isSettled && this.socket.isConnected && !this.#stopped; ) {
      const outcome = await this.sendOnce(draft);
      const failure = outcome.phase === 'ok' ? null : outcome.code;
      isSettled = failure !== 'disconnected' && outcome.phase !== 'unknown';
      if (!isSettled && failure !== 'disconnected') await sleep(backoffMs(failures++));
    }
    this.#underWay -= 1;
    if (!isSettled) this.#outbox.unshift(draft);
    this.#flush();
  }

  #learn(message: Message, how: 'push' | 'fetch' | 'answer'): void {
    const { seq, from, clientId, body } = message;
    const hash = hashOf(body);
    if (how === 'push' || !this.known.has(seq)) this.#notePush(message, hash, how);
    if (![message.from, message.to].includes(this.user)) return;
    const had = this.known.get(seq);
    // Another message under a known seq: kept beside it, so that the checker finds it.
    if (had && had.clientId !== clientId) this.known.set(seq + 0.5, { seq, from, clientId, hash });
    else this.known.set(seq, { seq, from, clientId, hash });
    while (this.known.has(this.#top + 1)) this.#top += 1;
    if (seq > this.#top && this.#mend === undefined) this.#mend = setTimeout(() => this.#mendHole(), mendAfterMs);
  }

  #notePush({ seq, from, to, clientId }: Message, hash: string, detail: string): void {
    const { history } = this.#options;
    const { device, conversation } = this;
    const isMine = conversationOf(from, to) === conversation;
    if (!isMine) history.record({ op: 'stranger', phase: 'seen', device, detail: `a message of ${from} to ${to}` });
    else history.record({ op: 'push', phase: 'seen', device, conversation, user: from, clientId, seq, hash, detail });
  }

  /** A device has one conversation only: whatever it hears of others is somebody else's. */
  #overheard(username: string, event: string): void {
    if (event === 'typing' || event === 'doneTyping') this.#noteTyping(username, 'seen', event);
    if (username === this.user || username === this.peer) return;
    const detail = `${event} of ${username}`;
    this.#options.history.record({ op: 'stranger', phase: 'seen', device: this.device, detail });
  }

  #mendHole(): void {
    this.#mend = undefined;
    if (this.known.size > this.#top) void this.catchUp();
  }

  async #tellReceipts(): Promise<void> {
    if (this.#marking || !this.socket.isConnected) return;
    this.#marking = true;
    const seq = this.#top;
    for (const mark of ['delivered', 'read'] as const) {
      if (seq <= this.#told[mark]) continue;
      const event = mark === 'read' ? 'markRead' : 'markDelivered';
      const about = { user: this.user, conversation: this.conversation, mark, seq };
      const outcome = await this.socket.call('receipt', event, { with: this.peer, seq }, about);
      if (outcome.phase === 'ok') this.#told[mark] = seq;
    }
    this.#marking = false;
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
