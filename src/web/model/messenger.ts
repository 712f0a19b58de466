/** Everything behind the signed-in page: composes the parts, and keeps them in step with the server. */
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Conversation, User } from '../../protocol/shapes.ts';
import { spreadMs } from './backoff.ts';
import { Directory } from './directory.ts';
import { Drafts } from './drafts.ts';
import { History } from './history.ts';
import { Inbox } from './inbox.ts';
import type { MessengerParts } from './messenger-parts.ts';
import { Outbox } from './outbox.ts';
import { Blocks, type BlocksApi } from './own-blocks.ts';
import { OwnTyping } from './own-typing.ts';
import { routePushes, takeMessage } from './push-router.ts';
import { ReceiptBatch } from './receipt-batch.ts';
import { Roster } from './roster.ts';
import { statusLine } from './status-line.ts';
import type { TextStores } from './text-store.ts';
import type { Thread } from './thread.ts';
import { Threads } from './threads.ts';
import { transcript } from './transcript.ts';
import { Typists } from './typists.ts';
import { Watchlist } from './watchlist.ts';
import type { Wire } from './wire.ts';

const resyncEveryMs = 30_000;
/** Every client of a node is told `resync` at once. */
const resyncSpreadMs = 2_000;

export class Messenger implements MessengerParts {
  readonly me: string;
  readonly wire: Wire;
  readonly roster = new Roster();
  readonly threads: Threads;
  readonly drafts: Drafts;
  readonly inbox: Inbox;
  readonly history: History;
  readonly outbox: Outbox;
  readonly receipts: ReceiptBatch;
  readonly typists = new Typists();
  readonly ownTyping: OwnTyping;
  readonly directory: Directory;
  readonly blocks: Blocks;
  readonly watchlist: Watchlist;
  readonly #line: ReturnType<typeof statusLine>;
  readonly #stops: (() => void)[] = [];
  #resyncTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #open = signal<Thread | null>(null);
  /** How far the open conversation had been read when somebody last came to it: null until then, endlessly far when nothing was new. */
  readonly #readBefore = signal<number | null>(null);
  #lookedAway = false;

  constructor(user: User, wire: Wire, stores: TextStores, blocksApi?: BlocksApi) {
    this.me = user.username;
    this.wire = wire;
    this.roster.learn([user]);
    this.threads = new Threads(this.me);
    this.drafts = new Drafts(stores.drafts);
    for (const { to, text } of this.drafts.all()) this.threads.with(to).draft.value = text;
    this.inbox = new Inbox(wire, (conversations) => this.#learnConversations(conversations));
    this.history = new History(wire);
    this.outbox = new Outbox(wire, stores.unsent, (message) => takeMessage(this, message));
    this.receipts = new ReceiptBatch(wire);
    this.ownTyping = new OwnTyping(wire);
    this.blocks = new Blocks(wire, (users) => this.roster.learn(users), blocksApi);
    const hidden = computed(() => new Set(this.blocks.names.value).add(this.me));
    this.directory = new Directory(wire, this.roster, hidden);
    this.watchlist = new Watchlist(wire, (users) => this.roster.learn(users));
    this.#line = statusLine(wire.state, this.#typist);
  }

  /** The conversation on screen. */
  get open(): ReadonlySignal<Thread | null> {
    return this.#open;
  }

  readonly rows = computed(() => {
    const thread = this.#open.value;
    if (!thread) return [];
    const unsent = this.outbox.unsent.value.filter(({ to }) => to === thread.peer);
    const positions = thread.positions.value;
    const readBefore = this.#readBefore.value ?? positions.readMe;
    return transcript(this.me, thread.timeline.value, positions, unsent, readBefore);
  });

  /** In a conversation only its peer is shown as typing, lest somebody else's words be taken for theirs. */
  readonly #typist = computed(() => {
    const names = this.typists.names.value;
    const name = this.#open.value?.peer ?? names[0];
    return name !== undefined && names.includes(name) ? this.roster.get(name).displayName : null;
  });

  get status() {
    return this.#line.status;
  }

  start(): void {
    routePushes(this, () => this.#resyncSoon());
    const every = setInterval(() => this.resync(), resyncEveryMs);
    this.#stops.push(
      () => clearInterval(every),
      () => clearTimeout(this.#resyncTimer),
      () => this.#line.stop(),
      effect(() => (this.wire.state.value === 'connected' ? this.#connected() : this.typists.clear())),
      effect(() => this.watchlist.want(this.#shown.value)),
      effect(() => this.#keepDraft(this.#open.value)),
      // Whom one no longer blocks can be found again.
      this.blocks.names.subscribe(() => void this.directory.refresh()),
    );
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    for (const part of [this.inbox, this.history, this.receipts, this.directory, this.watchlist]) part.stop();
    this.typists.clear();
  }

  /** Pushes may have been missed: ask again for everything on screen. Pushes that arrive meanwhile are merged. */
  resync(): void {
    if (this.wire.state.peek() !== 'connected') return;
    void this.watchlist.renew();
    void this.inbox.refresh();
    void this.blocks.refresh();
    void this.directory.refresh();
    const thread = this.open.peek();
    if (thread) void this.history.catchUp(thread);
  }

  #resyncSoon(): void {
    this.#resyncTimer ??= setTimeout(() => {
      this.#resyncTimer = undefined;
      this.resync();
    }, spreadMs(resyncSpreadMs));
  }

  openWith(peer: string | null): void {
    this.ownTyping.done();
    const thread = peer === null ? null : this.threads.with(peer);
    batch(() => {
      this.#open.value = thread;
      this.#readBefore.value = null;
    });
    if (thread && this.wire.state.peek() === 'connected') void this.history.catchUp(thread);
  }

  /** The end of the open conversation is before somebody's eyes. */
  seen(): void {
    const thread = this.open.peek();
    if (!thread) return;
    const news = thread.unread.peek() > 0;
    const readBefore = news ? thread.positions.peek().readMe : Number.POSITIVE_INFINITY;
    const comesBackToNews = this.#lookedAway && news;
    if (this.#readBefore.peek() === null || comesBackToNews) this.#readBefore.value = readBefore;
    this.#lookedAway = false;
    if (!news) return;
    const seq = thread.lastFromPeer.peek();
    thread.advance({ readMe: seq });
    this.receipts.mark('markRead', thread.peer, seq);
  }

  /** The end of the open conversation is out of sight: what comes meanwhile will be new. */
  lookedAway(): void {
    this.#lookedAway = true;
  }

  /** Leaves no text behind, for the next person at this browser must not find it. */
  clear(): void {
    this.outbox.clear();
    this.drafts.clear();
  }

  #keepDraft(thread: Thread | null): void {
    if (thread) this.drafts.keep(thread.peer, thread.draft.value);
  }

  /** False when too many messages are waiting to be sent. */
  send(body: string): boolean {
    const thread = this.#open.peek();
    if (!thread || !this.outbox.add(thread.peer, body)) return false;
    this.ownTyping.done();
    return true;
  }

  readonly #shown = computed(() => [
    ...(this.#open.value === null ? [] : [this.#open.value.peer]),
    ...this.threads.active.value.map(({ peer }) => peer),
    ...this.directory.people.value.map(({ username }) => username),
  ]);

  #connected(): void {
    this.resync();
    this.outbox.wake();
    this.receipts.flushSoon();
  }

  #learnConversations(conversations: readonly Conversation[]): void {
    batch(() => {
      this.roster.learn(conversations.map(({ peer }) => peer));
      for (const conversation of conversations) {
        const thread = this.threads.learn(conversation);
        if (thread.behind) this.history.mendSoon(thread);
        if (thread.unread.peek() > 0) this.receipts.mark('markDelivered', thread.peer, thread.last.peek()?.seq ?? 0);
      }
    });
  }
}
