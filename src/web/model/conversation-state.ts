/** One conversation as this page knows it: its messages, its read state, and the values derived from them. */
import { batch, computed, signal } from '@preact/signals';
import type { Conversation, HistoryPage, Message } from '../../protocol/shapes.ts';
import { advance, nothingRead, type ReadState, readStateOf } from './read-state.ts';
import { emptyTimeline, merge, restart, type Timeline, topOf } from './timeline.ts';
import { countUnread, isGuess, newerSummary, noSummary, type Summary } from './unread.ts';

/** The message that the text in the composer answers. */
export interface ReplyingTo {
  readonly seq: number;
  readonly from: string;
  readonly body: string;
}

/** An own message whose text is being changed. */
export interface Editing {
  /** Of its row. */
  readonly key: string;
  readonly seq: number | null;
  /** Its text before the edit. */
  readonly before: string;
}

/** A deletion that can still be undone. */
export interface Removal {
  /** Of the row of the message. */
  readonly key: string;
  /** When it is sent, in milliseconds since 1970. */
  readonly dueAt: number;
}

export class ConversationState {
  readonly peer: string;
  /** Null until the server names it: in the list, in a page of history, in a message or in a typing notice. */
  readonly id = signal<string | null>(null);
  readonly timeline = signal<Timeline>(emptyTimeline);
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
  readonly hasNewer = computed(() => false);

  startEditing({ key, seq, body }: { key: string; seq: number | null; body: string }): void {
    batch(() => {
      this.editing.value = { key, seq, before: body };
      this.editText.value = body;
    });
  }

  stopEditing(): void {
    this.editing.value = null;
  }

  /** True when a newer message is known but messages before it are missing. */
  get behind(): boolean {
    const timeline = this.timeline.peek();
    return timeline.loaded && topOf(timeline) < (this.last.peek()?.seq ?? 0);
  }

  /** True when only a fresh summary can count the unread messages: this page missed one, or another device has read some. */
  get summaryIsStale(): boolean {
    const { loaded, run, ahead } = this.timeline.peek();
    const summary = this.#summary.peek();
    const known = ahead.filter(({ seq }) => seq > summary.upTo).length;
    const missed = !loaded && known < (this.last.peek()?.seq ?? 0) - summary.upTo;
    return missed || isGuess([...run, ...ahead], summary, this.readState.peek().ownReadSeq);
  }

  receive(message: Message): void {
    this.timeline.value = merge(this.timeline.peek(), [message]);
  }

  /** Replaces the message if it is known. One that is not known comes with its page. */
  learnChange(message: Message): void {
    const { run, ahead } = this.timeline.peek();
    batch(() => {
      if ([...run, ...ahead].some(({ seq }) => seq === message.seq)) this.receive(message);
      if (this.#listed.peek()?.seq === message.seq) this.#listed.value = newer(this.#listed.peek(), message);
    });
  }

  learnSummary(conversation: Conversation): void {
    const { lastMessage, unread, read } = conversation;
    batch(() => {
      this.advance(readStateOf(conversation));
      const summary = { upTo: lastMessage?.seq ?? 0, ownReadSeq: read.me, unread };
      this.#summary.value = newerSummary(this.#summary.peek(), summary);
      this.#listed.value = newer(this.#listed.peek(), lastMessage);
    });
  }

  /** @param newest - whether it is the newest page: the known messages may end too far before it to be joined with it. */
  learnPage(page: HistoryPage, newest: boolean): void {
    batch(() => {
      this.advance(readStateOf(page));
      const timeline = this.timeline.peek();
      this.timeline.value = newest ? restart(timeline, page.messages) : merge(timeline, page.messages);
    });
  }

  advance(update: Partial<ReadState>): void {
    this.readState.value = advance(this.readState.peek(), update);
  }
}

/** The one of the higher seq; of the same message, the one of the higher revision. */
function newer(a: Message | null, b: Message | null | undefined): Message | null {
  if (!a || !b) return a ?? b ?? null;
  const isNewer = b.seq === a.seq ? (b.rev ?? 0) > (a.rev ?? 0) : b.seq > a.seq;
  return isNewer ? b : a;
}
