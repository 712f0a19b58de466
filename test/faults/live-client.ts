/** A client that follows the contract: outbox, repeated sends, merge by seq, gap filling and receipts. */
import { randomUUID } from 'node:crypto';
import type { Message } from '../../src/protocol/shapes.ts';
import { backoffMs } from '../../src/web/model/backoff.ts';
import { conversationOf, hashOf, type ReceiptKind } from './fault-history.ts';
import { LiveSocket, type Outcome, type SocketOptions } from './live-socket.ts';
import { ReceivedMessages } from './received-messages.ts';
import type { View } from './witnesses.ts';

export interface ClientOptions extends SocketOptions {
  user: string;
  peer: string;
  /** Whether this device sends receipts. */
  receipts?: boolean;
  /** How many messages may be in flight at once; with more than one their order is undefined. */
  window?: number;
}

export interface NewMessage {
  clientId: string;
  body: string;
}

const pageSize = 100;
const fillGapAfterMs = 100;
const pollEveryMs = 30_000;
const receiptsEveryMs = 700;

export class LiveClient {
  readonly socket: LiveSocket;
  readonly user: string;
  readonly peer: string;
  readonly conversation: string;
  readonly #received = new ReceivedMessages();
  readonly #options: ClientOptions;
  readonly #outbox: NewMessage[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #inFlight = 0;
  #isCatchingUp = false;
  #isCatchUpDue = false;
  #gapTimer: NodeJS.Timeout | undefined;
  #reported = { read: 0, delivered: 0 };
  #isReporting = false;
  #isStopped = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.user = options.user;
    this.peer = options.peer;
    this.conversation = conversationOf(options.user, options.peer);
    this.socket = new LiveSocket(options);
    this.socket.onWelcome = () => this.#welcomed();
    this.socket.on('chatMessage', (message) => this.#receive(message, 'push'));
    this.socket.on('resync', () => void this.catchUp());
    this.socket.on('typing', ({ from }) => this.#checkSender(from, 'typing'));
    this.socket.on('doneTyping', ({ from }) => this.#checkSender(from, 'doneTyping'));
    this.socket.on('read', ({ username }) => this.#checkSender(username, 'read'));
    this.socket.on('delivered', ({ username }) => this.#checkSender(username, 'delivered'));
  }

  get device(): string {
    return this.#options.device;
  }

  /** The highest seq without a gap below it. */
  get top(): number {
    return this.#received.top;
  }

  /** Whether the outbox is empty and no call is in flight. */
  get isIdle(): boolean {
    return this.backlog === 0 && this.socket.waiting === 0;
  }

  /** The number of messages that are not acknowledged yet. */
  get backlog(): number {
    return this.#outbox.length + this.#inFlight;
  }

  /** Discards the messages that are not in flight. */
  clearOutbox(): void {
    this.#outbox.length = 0;
  }

  start(): void {
    this.socket.open();
    this.#timers.push(setInterval(() => void this.catchUp(), pollEveryMs));
    if (this.#options.receipts) this.#timers.push(setInterval(() => void this.#sendReceipts(), receiptsEveryMs));
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#gapTimer);
    this.socket.close();
  }

  /** Puts a message into the outbox; answers it, so that another device can repeat it. */
  send(body: string, clientId: string = randomUUID()): NewMessage {
    const message = { clientId, body };
    this.#outbox.push(message);
    this.#flush();
    return message;
  }

  /** Makes one attempt without the outbox. */
  async sendOnce({ clientId, body }: NewMessage): Promise<Outcome<{ message: Message }>> {
    const about = { user: this.user, conversation: this.conversation, clientId, hash: hashOf(body) };
    const outcome = await this.socket.call('send', 'chatMessage', { to: this.peer, clientId, body }, about);
    if (outcome.phase === 'ok') this.#receive(outcome.data.message, 'answer');
    return outcome;
  }

  typing(): void {
    if (!this.socket.isConnected) return;
    this.socket.notify('typing', this.peer);
    this.#recordTyping(this.user, 'invoke');
  }

  #recordTyping(user: string, phase: 'invoke' | 'seen', detail?: string): void {
    const { device, conversation } = this;
    this.#options.history.record({ op: 'typing', phase, device, conversation, user, detail });
  }

  view(): View {
    return { witness: this.device, conversation: this.conversation, messages: this.#received.inOrder() };
  }

  /** Fetches pages until no newer message is missing; a call during a fetch starts another round. */
  async catchUp(): Promise<void> {
    this.#isCatchUpDue = true;
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    for (let failures = 0; this.#isCatchUpDue && this.socket.isConnected && !this.#isStopped; ) {
      this.#isCatchUpDue = false;
      if (await this.#fetchNewer()) continue;
      this.#isCatchUpDue = true;
      await sleep(backoffMs(failures++));
    }
    this.#isCatchingUp = false;
  }

  async #fetchNewer(): Promise<boolean> {
    for (;;) {
      const payload = { with: this.peer, after: this.top, limit: pageSize };
      const outcome = await this.socket.call('page', 'chatHistory', payload, { conversation: this.conversation });
      if (outcome.phase !== 'ok') return false;
      const { messages, hasMore, read, delivered } = outcome.data;
      for (const message of messages) this.#receive(message, 'fetch');
      this.#recordReadState(this.user, 'read', read.me, outcome.call);
      this.#recordReadState(this.peer, 'read', read.peer, outcome.call);
      this.#recordReadState(this.peer, 'shown', delivered.peer, outcome.call);
      if (!hasMore || messages.length === 0) return true;
    }
  }

  #recordReadState(user: string, receiptKind: ReceiptKind, seq: number, call: number | undefined): void {
    const { device, conversation } = this;
    this.#options.history.record({ op: 'receipt', phase: 'ok', call, device, conversation, user, receiptKind, seq });
  }

  #welcomed(): void {
    void this.catchUp();
    this.#flush();
  }

  /** By default one message at a time, which keeps the messages of one device in order. */
  #flush(): void {
    const { window = 1 } = this.#options;
    while (this.#canSend && this.#inFlight < window) void this.#sendNext();
  }

  get #canSend(): boolean {
    return this.#outbox.length > 0 && this.socket.isConnected && !this.#isStopped;
  }

  /** Repeats the first message of the outbox until it is settled; without a connection it returns to the outbox. */
  async #sendNext(): Promise<void> {
    const message = this.#outbox.shift()!;
    this.#inFlight += 1;
    let isSettled = false;
    for (let failures = 0; !isSettled && this.socket.isConnected && !this.#isStopped; ) {
      const outcome = await this.sendOnce(message);
      const failure = outcome.phase === 'ok' ? null : outcome.code;
      isSettled = failure !== 'disconnected' && outcome.phase !== 'unknown';
      if (!isSettled && failure !== 'disconnected') await sleep(backoffMs(failures++));
    }
    this.#inFlight -= 1;
    if (!isSettled) this.#outbox.unshift(message);
    this.#flush();
  }

  #receive(message: Message, how: 'push' | 'fetch' | 'answer'): void {
    const { seq, from, clientId, body } = message;
    const hash = hashOf(body);
    if (how === 'push' || !this.#received.has(seq)) this.#recordPush(message, hash, how);
    if (![message.from, message.to].includes(this.user)) return;
    this.#received.add({ seq, from, clientId, hash });
    if (seq > this.top && this.#gapTimer === undefined)
      this.#gapTimer = setTimeout(() => this.#fillGap(), fillGapAfterMs);
  }

  #recordPush({ seq, from, to, clientId }: Message, hash: string, detail: string): void {
    const { history } = this.#options;
    const { device, conversation } = this;
    const isMine = conversationOf(from, to) === conversation;
    if (!isMine) history.record({ op: 'stranger', phase: 'seen', device, detail: `a message from ${from} to ${to}` });
    else history.record({ op: 'push', phase: 'seen', device, conversation, user: from, clientId, seq, hash, detail });
  }

  /** Records a violation for each push of another conversation: a device has only one conversation. */
  #checkSender(username: string, event: string): void {
    if (event === 'typing' || event === 'doneTyping') this.#recordTyping(username, 'seen', event);
    if (username === this.user || username === this.peer) return;
    const detail = `${event} from ${username}`;
    this.#options.history.record({ op: 'stranger', phase: 'seen', device: this.device, detail });
  }

  #fillGap(): void {
    this.#gapTimer = undefined;
    if (this.#received.hasGap) void this.catchUp();
  }

  async #sendReceipts(): Promise<void> {
    if (this.#isReporting || !this.socket.isConnected) return;
    this.#isReporting = true;
    const seq = this.top;
    for (const receiptKind of ['delivered', 'read'] as const) {
      if (seq <= this.#reported[receiptKind]) continue;
      const event = receiptKind === 'read' ? 'markRead' : 'markDelivered';
      const about = { user: this.user, conversation: this.conversation, receiptKind, seq };
      const outcome = await this.socket.call('receipt', event, { with: this.peer, seq }, about);
      if (outcome.phase === 'ok') this.#reported[receiptKind] = seq;
    }
    this.#isReporting = false;
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
