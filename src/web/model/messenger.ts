/** Composes the model of the signed-in page, and keeps its parts up to date with the server. */
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Feature, Welcome } from '../../protocol/events.ts';
import type { ListedConversation, Message, User } from '../../protocol/shapes.ts';
import { Arrivals } from './arrivals.ts';
import { spreadMs } from './backoff.ts';
import { CommandQueue } from './commands/command-queue.ts';
import { MessageChanges } from './commands/message-changes.ts';
import { followRemovals } from './commands/removals.ts';
import type { ConversationState } from './conversation-state.ts';
import { Directory } from './directory.ts';
import { Drafts } from './drafts.ts';
import { withOwn } from './first-unread.ts';
import { History } from './history.ts';
import { Inbox } from './inbox.ts';
import { KnownConversations } from './known-conversations.ts';
import { type FilesApi, MessageDetails } from './message-details.ts';
import type { MessengerParts } from './messenger-parts.ts';
import { namesakes } from './namesakes.ts';
import { Blocks, type BlocksApi } from './own-blocks.ts';
import { OwnTyping } from './own-typing.ts';
import { commandEvents, routePushes } from './push-router.ts';
import { quoteOf } from './quoted-messages.ts';
import { Reading } from './reading.ts';
import { ReadingPlaces } from './reading-places.ts';
import { ReceiptBatch } from './receipt-batch.ts';
import { Refresher } from './refresher.ts';
import { isRoomName, shownAs } from './room-names.ts';
import { shownUsers } from './shown-users.ts';
import type { StateRestorer } from './state-restorer.ts';
import { statusLine } from './status-line.ts';
import type { TextStores } from './text-store.ts';
import { type Row, Transcript } from './transcript.ts';
import { TypingPeers } from './typing-peers.ts';
import { UserCache } from './user-cache.ts';
import { Watchlist } from './watchlist.ts';
import type { Wire } from './wire.ts';

const resyncEveryMs = 30_000;
/** A node sends `resync` to all its clients at once; they spread their requests over this time. */
const resyncSpreadMs = 2_000;

export class Messenger implements MessengerParts {
  readonly me: string;
  readonly wire: Wire;
  readonly users = new UserCache();
  readonly conversations: KnownConversations;
  readonly drafts: Drafts;
  readonly inbox: Inbox;
  readonly history: History;
  readonly commands: CommandQueue;
  readonly change: MessageChanges;
  readonly details: MessageDetails;
  readonly receipts: ReceiptBatch;
  readonly reading: Reading;
  readonly typing = new TypingPeers();
  readonly arrivals = new Arrivals();
  readonly changed = signal<Message | null>(null);
  readonly features = signal<readonly Feature[]>([]);
  readonly limits = signal<Welcome['limits'] | null>(null);
  readonly ownTyping: OwnTyping;
  readonly directory: Directory;
  readonly blocks: Blocks;
  readonly watchlist: Watchlist;
  readonly #line: ReturnType<typeof statusLine>;
  readonly #stops: (() => void)[] = [];
  readonly #resyncing = new Refresher(async () => this.resync());
  readonly #open = signal<ConversationState | null>(null);
  #restorer: StateRestorer | null = null;

  constructor(user: User, wire: Wire, stores: TextStores, blocksApi?: BlocksApi, files?: FilesApi) {
    this.me = user.username;
    this.wire = wire;
    this.users.learn([user]);
    this.conversations = new KnownConversations(this.me);
    this.drafts = new Drafts(stores);
    for (const { to, text } of this.drafts.all()) this.conversations.withPeer(to).draft.value = text;
    this.inbox = new Inbox(wire, this.features, (conversations) => this.#learnConversations(conversations));
    this.history = new History(wire, (channelId, peer) => this.conversations.identify(channelId, peer));
    this.commands = new CommandQueue(this.me, wire, stores.commands, commandEvents(this));
    this.change = new MessageChanges(this.me, this.commands, () => this.#open.peek());
    this.details = new MessageDetails(wire, files);
    this.receipts = new ReceiptBatch(wire, stores);
    this.receipts.restore((peer) => this.conversations.withPeer(peer));
    this.reading = new Reading(this.#open, this.receipts, new ReadingPlaces(stores.places));
    this.ownTyping = new OwnTyping(wire);
    this.blocks = new Blocks(wire, (users) => this.users.learn(users), blocksApi);
    const hidden = computed(() => new Set(this.blocks.names.value).add(this.me));
    const known = computed(() =>
      this.conversations.active.value.map(({ peer }) => peer).filter((peer) => !isRoomName(peer)),
    );
    this.directory = new Directory(wire, this.users, { hidden, known });
    this.watchlist = new Watchlist(wire, (users) => this.users.learn(users));
    this.#line = statusLine(wire.state, this.#typists);
  }

  /** The conversation on screen. */
  get open(): ReadonlySignal<ConversationState | null> {
    return this.#open;
  }

  readonly #transcript = new Transcript();

  readonly rows = computed(() => {
    const conversation = this.#open.value;
    if (!conversation) return [] as readonly Row[];
    const readState = conversation.readState.value;
    return this.#transcript.rows({
      me: this.me,
      timeline: conversation.timeline.value,
      quoted: conversation.quoted.value,
      readState,
      commands: this.commands.waiting.value.filter(({ to }) => to === conversation.peer),
      refusals: this.commands.refusals.value,
      readBefore: withOwn(conversation, this.reading.readBefore.value ?? readState.ownReadSeq),
    });
  });

  /** While a conversation is open, the status line names no user who types in another one. */
  readonly #typists = computed(() => {
    const open = this.#open.value;
    return this.typing.in(open ? open.id.value : this.typing.all.value[0]?.channelId);
  });

  get status() {
    return this.#line.status;
  }

  start(): void {
    routePushes(this, () => this.#resyncing.refreshSoon(spreadMs(resyncSpreadMs)));
    const every = setInterval(() => this.resync(), resyncEveryMs);
    this.#stops.push(
      () => clearInterval(every),
      () => this.#line.stop(),
      effect(() => (this.wire.state.value === 'connected' ? this.#connected() : this.typing.clear())),
      followRemovals(this.commands, (peer) => this.conversations.withPeer(peer)),
      effect(() => this.watchlist.want(this.#shown.value)),
      this.drafts.follow(this.#open, (to) => this.conversations.withPeer(to).draft),
      // The server finds an unblocked user again.
      this.blocks.names.subscribe(() => void this.directory.refresh()),
    );
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    const parts = [this.inbox, this.history, this.commands, this.receipts, this.blocks, this.directory, this.watchlist];
    for (const part of [...parts, this.#resyncing]) part.stop();
    this.typing.clear();
  }

  /** Fetches everything on screen again, because pushes may have been missed. Pushes that arrive meanwhile are merged. */
  resync(): void {
    if (this.wire.state.peek() !== 'connected') return;
    void this.inbox.refresh();
    const conversation = this.open.peek();
    if (conversation) void this.history.catchUp(conversation);
    void this.watchlist.renew();
    void this.blocks.refresh();
    void this.directory.refresh();
  }

  openWith(peer: string | null): void {
    this.ownTyping.done();
    const conversation = peer === null ? null : this.conversations.withPeer(peer);
    batch(() => {
      this.#open.value = conversation;
      this.reading.opens(conversation);
    });
    if (conversation) void this.#load(conversation);
  }

  /** Shows the state that the browser has kept, until the server has answered. */
  async restore(restorer: StateRestorer): Promise<void> {
    this.#restorer = restorer;
    await restorer.follow(this.#open, this.#stops);
  }

  async #load(conversation: ConversationState): Promise<void> {
    if (this.#restorer) await this.#restorer.log(conversation);
    if (this.wire.state.peek() === 'connected') await this.history.catchUp(conversation);
  }

  /** Removes every stored text, so that the next user of this browser does not find it. */
  clear(): void {
    this.commands.clear();
    this.drafts.clear();
    this.reading.places.clear();
    this.receipts.forget();
  }

  /** Called before the page may be loaded again in the same tab. */
  keepForReload(): void {
    this.reading.places.save(this.#open.peek());
    this.receipts.save();
  }

  /** Sends the deletions that could still be undone, because the user leaves. */
  finishRemovals(): Promise<void> {
    return this.commands.flushDeletes();
  }

  /** Returns false when too many messages are waiting to be sent. */
  send(body: string): boolean {
    const conversation = this.#open.peek();
    if (!conversation) return false;
    const answered = conversation.replyingTo.peek();
    if (!this.commands.send(conversation.peer, body, answered && quoteOf(answered))) return false;
    this.ownTyping.done();
    conversation.replyingTo.value = null;
    void this.history.toNewest(conversation);
    return true;
  }

  /** The newest own message of the open conversation that may be edited. */
  lastOwn(): Row | null {
    return this.rows.peek().findLast(({ mine, isDeleted }) => mine && !isDeleted) ?? null;
  }

  /** Makes the message part of the rows, however far it is; returns the key of its row, or null when it cannot be shown. */
  async jumpTo(seq: number): Promise<string | null> {
    const conversation = this.#open.peek();
    if (conversation) await this.history.loadAround(conversation, seq);
    return this.rows.peek().find((row) => row.seq === seq)?.key ?? null;
  }

  readonly #shown = computed(() => shownUsers(this));

  /** The users that share a name with another one on screen, or with the own user. */
  readonly alike = computed(() => namesakes([this.me, ...this.#shown.value].map((name) => this.users.get(name))));

  #connected(): void {
    this.resync();
    this.commands.resume();
    this.receipts.sendSoon();
  }

  #learnConversations(summaries: readonly ListedConversation[]): void {
    batch(() => {
      this.users.learn(summaries.map(shownAs));
      for (const summary of summaries) this.#learnConversation(this.conversations.learn(summary));
    });
  }

  #learnConversation(conversation: ConversationState): void {
    if (conversation.behind) this.history.fillGapSoon(conversation);
    if (conversation.unread.peek() === 0) return;
    this.receipts.report('markDelivered', conversation, conversation.last.peek()?.seq ?? 0);
  }
}
