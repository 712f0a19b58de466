/** One conversation as this device knows it: messages, how far both have read, and what follows from them. */
import { batch, computed, signal } from '@preact/signals';
import type { Conversation, HistoryPage, Message } from '../../protocol/shapes.ts';
import { advance, noPositions, type Positions, positionsOf } from './positions.ts';
import { emptyTimeline, merge, restart, type Timeline, topOf } from './timeline.ts';
import { countUnread, isGuess, newerSummary, noSummary, type Summary } from './unread.ts';

export class Thread {
  readonly peer: string;
  readonly timeline = signal<Timeline>(emptyTimeline);
  readonly positions = signal<Positions>(noPositions);
  /** Set when the server knows no such person. */
  readonly missing = signal(false);
  /** What was written and not sent yet. */
  readonly draft = signal('');
  channelId: string | null = null;
  readonly #summary = signal<Summary>(noSummary);
  readonly #listed = signal<Message | null>(null);

  constructor(peer: string) {
    this.peer = peer;
  }

  /** The newest message known, wherever it was learnt from. */
  readonly last = computed(() => {
    const { run, ahead } = this.timeline.value;
    return [this.#listed.value, run.at(-1), ahead.at(-1)].reduce<Message | null>(later, null);
  });

  readonly unread = computed(() => {
    const { run, ahead } = this.timeline.value;
    return countUnread([...run, ...ahead], this.#summary.value, this.positions.value.readMe, this.peer);
  });

  /** The newest message of the peer that is shown: how far a look at the end of the log has read. */
  readonly lastFromPeer = computed(() => this.timeline.value.run.findLast(({ from }) => from === this.peer)?.seq ?? 0);

  /** Loaded, but newer messages are known to exist: something between was missed. */
  get behind(): boolean {
    const timeline = this.timeline.peek();
    return timeline.loaded && topOf(timeline) < (this.last.peek()?.seq ?? 0);
  }

  /** Only a fresh summary can count what is unread: a message after the last one never arrived, or another device has read a part. */
  get summaryIsStale(): boolean {
    const { loaded, run, ahead } = this.timeline.peek();
    const summary = this.#summary.peek();
    const known = ahead.filter(({ seq }) => seq > summary.upTo).length;
    const missed = !loaded && known < (this.last.peek()?.seq ?? 0) - summary.upTo;
    return missed || isGuess([...run, ...ahead], summary, this.positions.peek().readMe);
  }

  receive(message: Message): void {
    this.channelId = message.channelId;
    this.timeline.value = merge(this.timeline.peek(), [message]);
  }

  learnSummary(conversation: Conversation): void {
    const { channelId, lastMessage, unread, read } = conversation;
    this.channelId = channelId;
    batch(() => {
      this.advance(positionsOf(conversation));
      const summary = { upTo: lastMessage?.seq ?? 0, readMe: read.me, unread };
      this.#summary.value = newerSummary(this.#summary.peek(), summary);
      this.#listed.value = later(this.#listed.peek(), lastMessage);
    });
  }

  /** @param fresh - the newest page: what is known here may lie too far behind to be joined with it. */
  learnPage(page: HistoryPage, fresh: boolean): void {
    this.channelId = page.channelId;
    batch(() => {
      this.advance(positionsOf(page));
      const timeline = this.timeline.peek();
      this.timeline.value = fresh ? restart(timeline, page.messages) : merge(timeline, page.messages);
    });
  }

  advance(news: Partial<Positions>): void {
    this.positions.value = advance(this.positions.peek(), news);
  }
}

function later(a: Message | null, b: Message | null | undefined): Message | null {
  return b && b.seq > (a?.seq ?? 0) ? b : a;
}
