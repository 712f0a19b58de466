/** One conversation as this page knows it: its messages, its read state, and the values derived from them. */
import { batch, computed, signal } from '@preact/signals';
import type { ChangePage, Conversation, HistoryPage, Message } from '../../protocol/shapes.ts';
import type { Editing, Removal, ReplyingTo } from './composing.ts';
import { learnQuoted, noQuotes, type QuotedMessages } from './quoted-messages.ts';
import { advance, nothingRead, type ReadState, readStateOf } from './read-state.ts';
import { RevisionCursor } from './revision-cursor.ts';
import {
  emptyTimeline,
  jump,
  leaveMiddle,
  merge,
  mergeKnown,
  restart,
  restartInMiddle,
  returnToEnd,
  type Timeline,
  topOf,
} from './timeline.ts';
import { countUnread, isGuess, newerSummary, noSummary, type Summary } from './unread.ts';

export class ConversationState {
  readonly peer: string;
  /** Null until the server names it: in the list, in a page of history, in a message or in a typing notice. */
  readonly id = signal<string | null>(null);
  readonly timeline = signal<Timeline>(emptyTimeline);
  /** Changed messages that loaded replies quote. */
  readonly quoted = signal<QuotedMessages>(noQuotes);
  readonly revision = new RevisionCursor();
  readonly readState = signal<ReadState>(nothingRead);
  /** True when the server knows no user of this name. */
  readonly missing = signal(false);
  /** The text in the composer. */
  readonly draft = signal('');
  readonly replyingTo = signal<ReplyingTo | null>(null);
  /** While it is set, the composer shows `editText` and leaves `draft` as it is. */
  readonly editing = signal<Editing | null>(null);
  readonly editText = signal('');
  /** The oldest first. */
  readonly removals = signal<readonly Removal[]>([]);
  readonly #summary = signal<Summary>(noSummary);
  readonly #listed = signal<Message | null>(null);

  /** The notes of the user to oneself: nothing in them is unread. */
  readonly #isOwn: boolean;

  constructor(peer: string, isOwn = false) {
    this.peer = peer;
    this.#isOwn = isOwn;
  }

  /** The newest known message, from the list, the history or a push. */
  readonly last = computed(() => {
    const { run, ahead } = this.timeline.value;
    return [this.#listed.value, run.at(-1), ahead.at(-1)].reduce<Message | null>(newer, null);
  });

  readonly unread = computed(() => {
    if (this.#isOwn) return 0;
    const { run, ahead } = this.timeline.value;
    return countUnread([...run, ...ahead], this.#summary.value, this.readState.value.ownReadSeq, this.peer);
  });

  /** The `seq` of the newest shown message of the peer. The user has read up to here when the end of the log is visible. */
  readonly lastFromPeer = computed(() => this.timeline.value.run.findLast(({ from }) => from === this.peer)?.seq ?? 0);

  /** True when messages follow the shown ones: the log stands in the middle after a jump. */
  readonly hasNewer = computed(() => {
    const timeline = this.timeline.value;
    return timeline.middle && topOf(timeline) < (this.last.value?.seq ?? 0);
  });

  startEditing({ key, seq, body }: { key: string; seq: number | null; body: string }): void {
    batch(() => {
      this.editing.value = { key, seq, before: body };
      this.editText.value = body;
    });
  }

  stopEditing(): void {
    this.editing.value = null;
  }

  /** True when messages before a known newer one are missing at the end, or changes of loaded messages. */
  get behind(): boolean {
    const timeline = this.timeline.peek();
    const misses = !timeline.middle && topOf(timeline) < (this.last.peek()?.seq ?? 0);
    return timeline.loaded && (misses || this.revision.behind);
  }

  /** True when only a fresh summary can count the unread messages: this page missed one, or another device has read some. */
  get summaryIsStale(): boolean {
    const { loaded, middle, run, ahead } = this.timeline.peek();
    const summary = this.#summary.peek();
    const known = ahead.filter(({ seq }) => seq > summary.upTo).length;
    const missed = (!loaded || middle) && known < (this.last.peek()?.seq ?? 0) - summary.upTo;
    return missed || isGuess([...run, ...ahead], summary, this.readState.peek().ownReadSeq);
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

  learnSummary(conversation: Conversation): void {
    const { lastMessage, unread, read } = conversation;
    batch(() => {
      this.advance(readStateOf(conversation));
      this.revision.hear(conversation.rev);
      const summary = { upTo: lastMessage?.seq ?? 0, ownReadSeq: read.me, unread };
      this.#summary.value = newerSummary(this.#summary.peek(), summary);
      this.#listed.value = newer(this.#listed.peek(), lastMessage);
    });
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
    this.quoted.value = noQuotes;
    this.#learnPage(page, start(this.timeline.peek(), page.messages));
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
    this.readState.value = advance(this.readState.peek(), update);
  }

  #learnPage(page: HistoryPage, timeline: Timeline): void {
    batch(() => {
      this.advance(readStateOf(page));
      this.#show(timeline);
    });
  }

  #show(timeline: Timeline): void {
    this.timeline.value = timeline;
    this.timeline.value = leaveMiddle(timeline, this.last.peek()?.seq ?? 0);
  }

  #replace(messages: readonly Message[]): void {
    const timeline = this.timeline.peek();
    const { run, ahead } = timeline;
    const loaded = new Set([...run, ...ahead].map(({ seq }) => seq));
    // A change may overtake the push of its message. Between the log and the known messages after it, pages are read later.
    const top = timeline.middle || !timeline.loaded ? (this.last.peek()?.seq ?? 0) : topOf(timeline);
    const newest = messages.filter(({ seq }) => seq > top);
    if (newest.length > 0) this.#show(merge(timeline, newest));
    if (messages.some(({ seq }) => loaded.has(seq))) this.#show(mergeKnown(this.timeline.peek(), messages));
    const others = messages.filter(({ seq }) => !loaded.has(seq));
    this.quoted.value = learnQuoted(this.quoted.peek(), others, [...run, ...ahead]);
    const listed = this.#listed.peek();
    const update = messages.find(({ seq }) => seq === listed?.seq);
    if (update) this.#listed.value = newer(listed, update);
  }
}

/** The one of the higher seq; of the same message, the one of the higher revision. */
function newer(a: Message | null, b: Message | null | undefined): Message | null {
  if (!a || !b) return a ?? b ?? null;
  const isNewer = b.seq === a.seq ? (b.rev ?? 0) > (a.rev ?? 0) : b.seq > a.seq;
  return isNewer ? b : a;
}
