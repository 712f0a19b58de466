/** A client that follows the contract: outboxes, repeated sends, merge by seq and rev, gap filling and receipts. */
import { randomUUID } from 'node:crypto';
import type { Message } from '../../src/protocol/shapes.ts';
import { backoffMs } from '../../src/web/model/backoff.ts';
import { type ChangeCommand, changeOverHttp, changeOverSocket } from './change-command.ts';
import { ClientNotes, type How } from './client-notes.ts';
import { Outbox } from './command-outbox.ts';
import { DeletedTextLook } from './deleted-text-look.ts';
import { conversationOf, hashOf } from './fault-history.ts';
import { LiveSocket, type SocketOptions } from './live-socket.ts';
import { ReceiptSender } from './receipt-sender.ts';
import { ReceivedMessages } from './received-messages.ts';
import type { Outcome } from './recorded-calls.ts';
import { RevCursor } from './rev-cursor.ts';
import { toWitnessed } from './witnessed-state.ts';
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
  /** The seq of the message that this one answers. */
  replyTo?: number | undefined;
  /** The ids of finished uploads of the user. */
  files?: readonly string[] | undefined;
}

const pageSize = 100;
const fillGapAfterMs = 100;
const pollEveryMs = 30_000;
const receiptsEveryMs = 700;
/** After one deletion of so many, the device looks where the text might still be. */
const lookEvery = 4;

export class LiveClient {
  readonly socket: LiveSocket;
  readonly user: string;
  readonly peer: string;
  readonly conversation: string;
  readonly #received = new ReceivedMessages();
  readonly #cursor = new RevCursor();
  readonly #options: ClientOptions;
  readonly #notes: ClientNotes;
  readonly #messages: Outbox<NewMessage>;
  readonly #changes: Outbox<ChangeCommand>;
  readonly #receipts: ReceiptSender;
  readonly #look: DeletedTextLook;
  readonly #timers: NodeJS.Timeout[] = [];
  #isCatchingUp = false;
  #isCatchUpDue = false;
  #gapTimer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #deletions = 0;
  #overHttp = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.user = options.user;
    this.peer = options.peer;
    this.conversation = conversationOf(options.user, options.peer);
    this.#notes = new ClientNotes(options, this.conversation);
    this.socket = new LiveSocket(options);
    this.#receipts = new ReceiptSender(this);
    this.#look = new DeletedTextLook(this, this.#notes, (message, call) => this.#receive(message, 'fetch', call));
    const canSend = () => this.socket.isConnected && !this.#isStopped;
    const { window = 1 } = options;
    this.#messages = new Outbox({ attempt: (message) => this.sendOnce(message), canSend, window });
    this.#changes = new Outbox({ attempt: (command, failures) => this.changeOnce(command, failures), canSend });
    this.socket.onWelcome = () => this.#welcomed();
    this.socket.on('chatMessage', (message) => this.#receive(message, 'push'));
    this.socket.on('messageChanged', (message) => this.#receive(message, 'changed'));
    this.socket.on('resync', () => void this.catchUp());
    this.socket.on('typing', ({ from }) => this.#notes.sender(from, 'typing'));
    this.socket.on('doneTyping', ({ from }) => this.#notes.sender(from, 'doneTyping'));
    this.socket.on('read', ({ username }) => this.#notes.sender(username, 'read'));
    this.socket.on('delivered', ({ username }) => this.#notes.sender(username, 'delivered'));
  }

  get device(): string {
    return this.#options.device;
  }

  /** The highest seq without a gap below it. */
  get top(): number {
    return this.#received.top;
  }

  /** The revision up to which the device knows every change. */
  get rev(): number {
    return this.#cursor.rev;
  }

  /** Whether the outboxes are empty and no call is in flight. */
  get isIdle(): boolean {
    return this.backlog === 0 && this.socket.waiting === 0 && this.#overHttp === 0;
  }

  /** The number of commands that are not settled yet. */
  get backlog(): number {
    return this.#messages.backlog + this.#changes.backlog;
  }

  /** Discards the commands that are not in flight. */
  clearOutbox(): void {
    this.#messages.clear();
    this.#changes.clear();
  }

  /** Whether the user wrote the message with this seq. */
  isOwn(seq: number): boolean {
    return this.#received.get(seq)?.from === this.user;
  }

  start(): void {
    this.socket.open();
    this.#timers.push(setInterval(() => void this.catchUp(), pollEveryMs));
    if (this.#options.receipts) this.#timers.push(setInterval(() => void this.#receipts.send(), receiptsEveryMs));
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#gapTimer);
    this.socket.close();
  }

  /** Puts a message into the outbox; answers it, so that another device can repeat it. */
  send(body: string, replyTo?: number, files?: readonly string[]): NewMessage {
    const message = { clientId: randomUUID(), body, replyTo, files };
    this.#messages.add(message);
    return message;
  }

  /** Puts a change into the outbox. */
  change(command: ChangeCommand): void {
    this.#changes.add(command);
  }

  /** Makes one attempt without the outbox. */
  async sendOnce({ clientId, body, replyTo, files }: NewMessage): Promise<Outcome<{ message: Message }>> {
    const about = { user: this.user, conversation: this.conversation, clientId, hash: hashOf(body), replyTo, files };
    const more = { ...(replyTo === undefined ? {} : { replyTo }), ...(files ? { files: [...files] } : {}) };
    const payload = { to: this.peer, clientId, body, ...more };
    const outcome = await this.socket.call('send', 'chatMessage', payload, about);
    if (outcome.phase === 'ok') this.#receive(outcome.data.message, 'answer');
    return outcome;
  }

  /** Makes one attempt without the outbox; every other attempt takes the other transport. */
  async changeOnce(command: ChangeCommand, failures = 0): Promise<Outcome<{ message: Message }>> {
    const isOverHttp = command.isOverHttp === (failures % 2 === 0);
    this.#overHttp += isOverHttp ? 1 : 0;
    const outcome = await (isOverHttp
      ? changeOverHttp(this.#options, command, this)
      : changeOverSocket(this.socket, command, this));
    this.#overHttp -= isOverHttp ? 1 : 0;
    if (outcome.phase !== 'ok') return outcome;
    this.#receive(outcome.data.message, 'change');
    if (command.kind === 'delete' && this.#deletions++ % lookEvery === 0) void this.#look.at(command.seq);
    return outcome;
  }

  typing(): void {
    if (!this.socket.isConnected) return;
    this.socket.notify('typing', this.peer);
    this.#notes.typing(this.user, 'invoke');
  }

  view(): View {
    const { device: witness, conversation, rev } = this;
    return { witness, conversation, messages: this.#received.inOrder(), rev };
  }

  /** Fetches pages until nothing newer is missing; a call during a fetch starts another round. */
  async catchUp(): Promise<void> {
    this.#isCatchUpDue = true;
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    for (let failures = 0; this.#isCatchUpDue && this.socket.isConnected && !this.#isStopped; ) {
      this.#isCatchUpDue = false;
      if ((await this.#fetchNewer()) && (await this.#fetchChanges())) continue;
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
      const { messages, hasMore } = outcome.data;
      for (const message of messages) this.#receive(message, 'fetch', outcome.call);
      this.#notes.readStates(outcome.data, outcome.call);
      if (!hasMore || messages.length === 0) return true;
    }
  }

  async #fetchChanges(): Promise<boolean> {
    for (;;) {
      const payload = { with: this.peer, after: this.rev, limit: pageSize };
      const outcome = await this.socket.call('feed', 'chatChanges', payload, { conversation: this.conversation });
      if (outcome.phase !== 'ok') return false;
      const { messages, rev, hasMore } = outcome.data;
      for (const message of messages) this.#receive(message, 'feed', outcome.call);
      this.#cursor.reach(hasMore ? (messages.at(-1)?.rev ?? 0) : rev);
      if (!hasMore) return true;
    }
  }

  #welcomed(): void {
    void this.catchUp();
    this.#messages.flush();
    this.#changes.flush();
  }

  #receive(message: Message, how: How, call?: number): void {
    const witnessed = toWitnessed(message);
    this.#notes.message(message, witnessed, how, this.#received.get(message.seq) === undefined, call);
    if (![message.from, message.to].includes(this.user)) return;
    this.#received.add(witnessed);
    if (how === 'changed' || how === 'change') this.#cursor.push(message.rev ?? 0);
    const isAhead = message.seq > this.top || this.#cursor.hasGap;
    if (isAhead && this.#gapTimer === undefined) this.#gapTimer = setTimeout(() => this.#fillGap(), fillGapAfterMs);
  }

  #fillGap(): void {
    this.#gapTimer = undefined;
    if (this.#received.hasGap || this.#cursor.hasGap) void this.catchUp();
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
