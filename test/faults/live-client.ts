/** A client that follows the contract: outboxes, repeated sends, merge by seq and rev, gap filling and receipts. */
import { randomUUID } from 'node:crypto';
import type { Message } from '../../src/protocol/shapes.ts';
import { CatchUp } from './catch-up.ts';
import { type ChangeCommand, changeOverHttp, changeOverSocket } from './change-command.ts';
import { ClientNotes, type How } from './client-notes.ts';
import { Outbox } from './command-outbox.ts';
import { type Address, pairAddress, roomAddress } from './conversation-address.ts';
import { DeletedTextLook } from './deleted-text-look.ts';
import { hashOf } from './fault-history.ts';
import { LiveSocket, type SocketOptions } from './live-socket.ts';
import { ReceiptSender } from './receipt-sender.ts';
import { ReceivedMessages } from './received-messages.ts';
import type { Outcome } from './recorded-calls.ts';
import { RevCursor } from './rev-cursor.ts';
import { RoomMembership } from './room-membership.ts';
import { toWitnessed } from './witnessed-state.ts';
import type { View } from './witnesses.ts';

export interface ClientOptions extends SocketOptions {
  user: string;
  /** Empty in a room. */
  peer: string;
  /** The `channelId` of the room in which the device writes, in place of a peer. */
  room?: string | undefined;
  /** The last message and the revision of the conversation when the run began. */
  start?: { seq: number; rev: number } | undefined;
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

const fillGapAfterMs = 100;
const pollEveryMs = 30_000;
const receiptsEveryMs = 700;
/** After one deletion of so many, the device looks where the text might still be. */
const lookEvery = 4;

export class LiveClient {
  readonly socket: LiveSocket;
  readonly user: string;
  readonly peer: string;
  readonly address: Address;
  readonly membership: RoomMembership;
  readonly #received: ReceivedMessages;
  readonly #cursor: RevCursor;
  readonly #options: ClientOptions;
  readonly #notes: ClientNotes;
  readonly #messages: Outbox<NewMessage>;
  readonly #changes: Outbox<ChangeCommand>;
  readonly #receipts: ReceiptSender;
  readonly #look: DeletedTextLook;
  readonly #catchUp: CatchUp;
  readonly #timers: NodeJS.Timeout[] = [];
  #gapTimer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #deletions = 0;
  #overHttp = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.user = options.user;
    this.peer = options.peer;
    const { user, peer, room, start = { seq: 0, rev: 0 } } = options;
    this.address = room === undefined ? pairAddress(user, peer) : roomAddress(room);
    this.#received = new ReceivedMessages(start.seq);
    this.#cursor = new RevCursor(start.rev);
    this.#notes = new ClientNotes(options, this.address);
    this.socket = new LiveSocket(options);
    this.membership = new RoomMembership(this);
    this.#catchUp = this.#createCatchUp();
    this.#receipts = new ReceiptSender(this);
    this.#look = new DeletedTextLook(this, this.#notes, (message, call) => this.#receive(message, 'fetch', call));
    const canSend = () => this.socket.isConnected && !this.#isStopped;
    const { window = 1 } = options;
    this.#messages = new Outbox({ attempt: (message) => this.sendOnce(message), canSend, window });
    this.#changes = new Outbox({ attempt: (command, failures) => this.changeOnce(command, failures), canSend });
    this.#listen();
  }

  #createCatchUp(): CatchUp {
    const { socket, address, membership } = this;
    return new CatchUp({
      ...{ socket, address, membership, notes: this.#notes, cursor: this.#cursor },
      top: () => this.top,
      isStopped: () => this.#isStopped,
      receive: (message, how, call) => this.#receive(message, how, call),
    });
  }

  #listen(): void {
    const { socket } = this;
    socket.onWelcome = () => this.#welcomed();
    socket.on('chatMessage', (message) => this.#receive(message, 'push'));
    socket.on('messageChanged', (message) => this.#receive(message, 'changed'));
    socket.on('resync', () => void this.catchUp());
    socket.on('roomChanged', (notice) => {
      if (!this.#notes.isOwnRoom(notice.conversation, 'roomChanged')) return;
      this.membership.changed(notice);
      if (notice.added.includes(this.user)) void this.catchUp();
    });
    this.#notes.listen(socket);
  }

  get conversation(): string {
    return this.address.conversation;
  }

  /** The first seq that the run may give. */
  get first(): number {
    return (this.#options.start?.seq ?? 0) + 1;
  }

  /** Whether the device has a message of this run. */
  get hasMessages(): boolean {
    return this.top >= this.first;
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
    const payload = { ...this.address.to, clientId, body, ...more };
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
    if (!this.socket.isConnected || !this.membership.isMember) return;
    this.socket.notify('typing', this.address.to);
    this.#notes.typing(this.user, 'invoke');
  }

  view(): View {
    const { device: witness, conversation, rev } = this;
    return { witness, user: this.user, conversation, messages: this.#received.inOrder(), rev };
  }

  /** Fetches what is missing. */
  catchUp(): Promise<void> {
    return this.#catchUp.run();
  }

  #welcomed(): void {
    void this.catchUp();
    this.#messages.flush();
    this.#changes.flush();
  }

  #receive(message: Message, how: How, call?: number): void {
    if (message.seq < this.first || this.#notes.isOfLobby(message.conversation)) return;
    const witnessed = toWitnessed(message);
    this.#notes.message(message, witnessed, how, this.#received.get(message.seq) === undefined, call);
    if (!message.conversation && ![message.from, message.to].includes(this.user)) return;
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
