/** One conversation as this page knows it: its messages, its read state, and the values derived from them. */
import { batch, computed, signal } from '@preact/signals';
import type { ChangePage, HistoryPage, ListedConversation, Message, RoomSummary } from '../../protocol/shapes.ts';
import { Composing } from './composing.ts';
import { MarkedReading } from './marked-reading.ts';
import { learnQuoted, noQuotes, type QuotedMessages } from './quoted-messages.ts';
import { type ReadState, readStateOf } from './read-state.ts';
import type { ReadingPlace } from './reading-place.ts';
import { RevisionCursor } from './revision-cursor.ts';
import { isRoomName } from './room-names.ts';
import type { StoredLog } from './state-store.ts';
import {
  emptyTimeline,
  endsInMiddle,
  isSameMessage,
  jump,
  knownIn,
  leaveMiddle,
  merge,
  mergeKnown,
  messageIn,
  newerMessage,
  restart,
  restartInMiddle,
  returnToEnd,
  type Timeline,
  topOf,
} from './timeline.ts';
import { countUnread, isStale, newerSummary, noSummary, type Summary } from './unread.ts';

export class ConversationState extends Composing {
  readonly peer: string;
  /** Null until the server names it: in the list, in a page of history, in a message or in a typing notice. */
  readonly id = signal<string | null>(null);
  /** Null for a conversation of two. */
  readonly room = signal<RoomSummary | null>(null);
  readonly timeline = signal<Timeline>(emptyTimeline);
  /** Changed messages that loaded replies quote. */
  readonly quoted = signal<QuotedMessages>(noQuotes);
  readonly revision = new RevisionCursor();
  readonly marked = new MarkedReading();
  readonly readState = this.marked.state;
  /** True when the server knows no user of this name, or the user is no member of the room. */
  readonly missing = signal(false);
  /** Where the user reads; null at the end, and before the conversation has been opened. */
  place: ReadingPlace | null = null;
  /** Set when the user goes to the end, until it is seen: nothing unread keeps the log from it. */
  wantsEnd = false;
  /** Nothing between `readSeq` and `upTo` is of the peer. */
  readThrough = { readSeq: 0, upTo: 0 };
  isStored = false; // True while the server has not confirmed the messages, which the browser has kept.
  storedUpTo = 0; // The newest kept message; 0 once the server has listed the conversation.
  readonly #summary = signal<Summary>(noSummary);
  readonly #listed = signal<Message | null>(null);
  readonly isFromOther: (message: Pick<Message, 'from'>) => boolean;

  constructor(peer: string, me = '') {
    super();
    this.peer = peer;
    this.isFromOther = ({ from }) => from !== me && (from === peer || isRoomName(peer));
  }

  /** The newest known message, from the list, the history or a push. */
  readonly last = computed(() => {
    const { run, ahead } = this.timeline.value;
    return [this.#listed.value, run.at(-1), ahead.at(-1)].reduce<Message | null>(newerMessage, null);
  });

  readonly archived = computed(() => (this.last.value?.seq ?? 1) <= this.archivedSeq.value);
  readonly countsAsUnread = (message: Message) => this.isFromOther(message) && message.deletedAt === undefined;
  readonly unread = computed(() => {
    const { ownReadSeq } = this.readState.value;
    return countUnread(knownIn(this.timeline.value), this.#summary.value, ownReadSeq, this.countsAsUnread);
  });

  /** True when messages follow the shown ones: the log stands in the middle after a jump. */
  readonly hasNewer = computed(() => endsInMiddle(this.timeline.value, this.last.value?.seq ?? 0));

  /** The `seq` of the peer's newest loaded message up to this one. */
  lastFromPeer(upTo: number): number {
    return this.timeline.peek().run.findLast((message) => this.isFromOther(message) && message.seq <= upTo)?.seq ?? 0;
  }

  /** True when messages before a known newer one are missing at the end, or changes of loaded messages. */
  get behind(): boolean {
    const timeline = this.timeline.peek();
    const misses = !timeline.middle && topOf(timeline) < (this.last.peek()?.seq ?? 0);
    return timeline.loaded && (misses || this.revision.behind);
  }

  /** True when only a fresh summary can count the unread messages: this page missed one, or another device has read some. */
  get summaryIsStale(): boolean {
    const lastSeq = this.last.peek()?.seq ?? 0;
    return isStale(this.timeline.peek(), this.#summary.peek(), lastSeq, this.readState.peek().ownReadSeq);
  }

  receive(message: Message): void {
    const { loaded, run } = this.timeline.peek();
    // A late push may lack changes. Those of messages before the log are not kept, and paging fetches these messages.
    const isBefore = loaded && message.seq < (run[0]?.seq ?? 1);
    batch(() => {
      if (!isBefore) this.#show(merge(this.timeline.peek(), [message]));
      this.learnChange(message);
    });
  }

  /** Replaces the message if it is known. One that is not known comes with its page. */
  learnChange(message: Message): void {
    batch(() => {
      this.#replace([message]);
      this.revision.apply(message.rev ?? 0);
    });
  }

  /** @param after - the revision after which the changes were asked for. */
  learnChanges({ messages, rev, hasMore }: ChangePage, after: number): void {
    batch(() => {
      this.#replace(messages);
      this.revision.hear(rev);
      this.revision.applyAll(after, hasMore ? (messages.at(-1)?.rev ?? after) : rev);
    });
  }

  /** Finds a loaded message. */
  find(matches: (message: Message) => boolean): Message | undefined {
    const { run, ahead } = this.timeline.peek();
    return run.findLast(matches) ?? ahead.findLast(matches);
  }

  /** @param isStored - whether the browser tells it, and not the server. */
  learnSummary(conversation: ListedConversation, isStored = false): void {
    const { lastMessage, unread, read } = conversation;
    const lastSeq = lastMessage?.seq ?? 0;
    batch(() => {
      // The server's database is an older one.
      if (!isStored && lastSeq < this.storedUpTo) this.#forget();
      this.storedUpTo = isStored ? lastSeq : 0;
      if (isStored) this.advance(readStateOf(conversation));
      else this.marked.learn(readStateOf(conversation));
      this.revision.hear(conversation.rev);
      this.mutedUntil.value = conversation.mutedUntil ?? null;
      this.room.value = conversation.room ?? null;
      this.archivedSeq.value = conversation.archived ? lastSeq : 0;
      const summary = { upTo: lastSeq, ownReadSeq: read.me, unread };
      this.#summary.value = newerSummary(this.#summary.peek(), summary);
      if (!isStored && this.#summary.peek() === summary) this.marked.list(conversation.unreadFrom, read.me);
      this.#listed.value = newerMessage(this.#listed.peek(), lastMessage);
    });
  }

  /** The newest message, which may lie beyond the loaded ones. */
  learnEnd(message: Message | undefined): void {
    this.#listed.value = newerMessage(this.#listed.peek(), message);
  }

  /** Shows the messages that the browser has kept. */
  restore({ messages, rev, readState }: StoredLog): void {
    batch(() => {
      this.isStored = true;
      this.storedUpTo = Math.max(this.storedUpTo, messages.at(-1)?.seq ?? 0);
      this.advance(readState);
      this.#show(restart(this.timeline.peek(), messages));
      this.revision.restart(rev);
    });
  }

  /**
   * Compares the kept messages with a page of the server that starts at one of them.
   * Returns false when its database is an older one: then they are forgotten.
   */
  confirm({ messages: [first] }: HistoryPage): boolean {
    const isSame = !this.isStored || isSameMessage(first, messageIn(this.timeline.peek(), first?.seq ?? 0));
    this.isStored = false;
    if (!isSame) this.#forget();
    return isSame;
  }

  /** Adds a page that touches the loaded messages. */
  learnPage(page: HistoryPage): void {
    this.#learnPage(page, merge(this.timeline.peek(), page.messages));
    this.revision.addPage(page.rev);
  }

  /**
   * Starts the log at this page: the known messages are none, or too far behind.
   * @param middle - whether it is the page around a message, and not the newest one.
   */
  restartAt(page: HistoryPage, middle = false): void {
    const start = middle ? restartInMiddle : restart;
    this.#listed.value = this.last.peek();
    this.quoted.value = noQuotes;
    const known = this.isStored ? emptyTimeline : this.timeline.peek();
    this.isStored = false;
    this.#learnPage(page, start(known, page.messages));
    this.revision.restart(page.rev);
  }

  /** Starts the log at the page around a message. */
  jumpTo(page: HistoryPage): void {
    this.#learnPage(page, jump(this.timeline.peek(), page.messages));
    this.revision.addPage(page.rev);
  }

  /** Leaves the middle of the log for the newest messages that are known. */
  returnToEnd(): void {
    this.#show(returnToEnd(this.timeline.peek()));
  }

  advance(update: Partial<ReadState>): void {
    this.marked.advance(update);
  }

  #forget(): void {
    batch(() => {
      this.isStored = false;
      this.timeline.value = emptyTimeline;
      this.revision.reset();
      this.marked.forget();
      this.#summary.value = noSummary;
      this.#listed.value = null;
    });
  }

  #learnPage(page: HistoryPage, timeline: Timeline): void {
    batch(() => {
      this.marked.learn(readStateOf(page));
      this.#show(timeline);
    });
  }

  #show(timeline: Timeline): void {
    this.timeline.value = timeline;
    this.timeline.value = leaveMiddle(timeline, this.last.peek()?.seq ?? 0);
  }

  #replace(messages: readonly Message[]): void {
    const timeline = this.timeline.peek();
    const isLoaded = ({ seq }: Message) => messageIn(timeline, seq) !== undefined;
    // A change may overtake the push of its message. Between the log and the known messages after it, pages are read later.
    const top = timeline.middle || !timeline.loaded ? (this.last.peek()?.seq ?? 0) : topOf(timeline);
    const newest = messages.filter(({ seq }) => seq > top);
    if (newest.length > 0) this.#show(merge(timeline, newest));
    if (messages.some(isLoaded)) this.#show(mergeKnown(this.timeline.peek(), messages));
    const others = messages.filter((message) => !isLoaded(message));
    if (others.length > 0) this.quoted.value = learnQuoted(this.quoted.peek(), others, knownIn(timeline));
    const listed = this.#listed.peek();
    const update = messages.find(({ seq }) => seq === listed?.seq);
    this.#listed.value = newerMessage(listed, update);
  }
}
