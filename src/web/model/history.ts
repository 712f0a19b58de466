/** Fetches the messages of a conversation: the newest page, older and newer pages, and what is missing of messages and changes. */
import type { Payload } from '../../protocol/events.ts';
import type { ChangePage, HistoryPage, Message } from '../../protocol/shapes.ts';
import type { ConversationState } from './conversation-state.ts';
import { findFirstUnread } from './first-unread.ts';
import { PageSize } from './page-size.ts';
import { Refresher } from './refresher.ts';
import { hasOlder, messageIn, topOf } from './timeline.ts';
import type { Wire } from './wire.ts';
import { type FailureCode, WireFailure } from './wire-failure.ts';

const pageSize = 50;
const catchUpSize = 100;
/** From this many messages before the end on, the first unread one is not expected on the newest page. */
const farUnread = pageSize - 5;
/** When more pages than this are missing, the log restarts: a page replaces all loaded messages. */
const catchUpPages = 5;
/** When a push overtakes another, the other usually arrives within this time. */
const reorderMs = 100;
/** After a failure, a page that is still wanted is asked for again. */
const retryMs = 2_000;
/** The answers to a username that no user has, or that no user can have. */
const noSuchPeer: readonly FailureCode[] = ['not_found', 'invalid_username', 'invalid_input'];

type Range = Omit<Payload<'chatHistory'>, 'with' | 'limit'>;

export class History {
  readonly #wire: Wire;
  readonly #size = new PageSize(catchUpSize);
  readonly #onIdentified: (channelId: string, peer: string) => void;
  readonly #refreshers = new Map<ConversationState, Refresher>();
  /** What may still be missing when the short wait is over. */
  readonly #gaps = new Map<ConversationState, (() => boolean)[]>();
  readonly #paging = new Set<ConversationState>();

  /** @param onIdentified - called with the id that every page of history names. */
  constructor(wire: Wire, onIdentified: (channelId: string, peer: string) => void) {
    this.#wire = wire;
    this.#onIdentified = onIdentified;
  }

  /** Fetches until no message is missing at the end, and no change of a loaded message. */
  catchUp(conversation: ConversationState): Promise<void> {
    return this.#refresherOf(conversation).refresh();
  }

  /** Catches up after a short wait, unless late pushes have brought everything by then. */
  fillGapSoon(conversation: ConversationState, isMissing = () => conversation.behind): void {
    // Of a conversation that was never opened, nothing is missing.
    if (!this.#refreshers.has(conversation)) return;
    const gaps = this.#gaps.get(conversation) ?? [];
    this.#gaps.set(conversation, [...gaps, isMissing]);
    this.#refresherOf(conversation).refreshSoon(reorderMs, () => {
      const found = this.#gaps.get(conversation) ?? [];
      this.#gaps.delete(conversation);
      return found.some((isStillMissing) => isStillMissing());
    });
  }

  /**
   * Fetches the page before the oldest message shown.
   * @param retry - called some time after a failure: a log that stands at its edge does not scroll again.
   */
  async older(conversation: ConversationState, retry: () => void): Promise<void> {
    const timeline = conversation.timeline.peek();
    const before = timeline.run[0]?.seq;
    if (before !== undefined && hasOlder(timeline)) await this.#page(conversation, { before }, retry);
  }

  /** Fetches the page after the newest message shown, when the log stands in the middle. */
  async newer(conversation: ConversationState, retry: () => void): Promise<void> {
    if (!conversation.hasNewer.peek()) return;
    await this.#page(conversation, { after: topOf(conversation.timeline.peek()) }, retry);
  }

  /** Leads the log to the newest messages, also from its middle. */
  async toNewest(conversation: ConversationState): Promise<void> {
    conversation.wantsEnd = true;
    if (!conversation.timeline.peek().middle) return;
    conversation.returnToEnd();
    await this.catchUp(conversation);
  }

  /** Loads the messages around this one, unless it is loaded. Without a connection, nothing is loaded. */
  async loadAround(conversation: ConversationState, seq: number): Promise<void> {
    if (shows(conversation, seq)) return;
    const page = await this.#fetch(conversation, { around: seq }, pageSize).catch(() => null);
    // Meanwhile, other pages may have brought the message.
    if (shows(conversation, seq) || !page?.messages.some((message) => message.seq === seq)) return;
    conversation.wantsEnd = false;
    conversation.jumpTo(page);
    if (conversation.behind) this.fillGapSoon(conversation);
  }

  stop(): void {
    for (const refresher of this.#refreshers.values()) refresher.stop();
  }

  #refresherOf(conversation: ConversationState): Refresher {
    const known = this.#refreshers.get(conversation);
    if (known) return known;
    const canRun = () => this.#wire.state.peek() === 'connected';
    const refresher = new Refresher(() => this.#catchUp(conversation), { canRun, failuresBefore: 2 });
    this.#refreshers.set(conversation, refresher);
    return refresher;
  }

  async #page(conversation: ConversationState, range: Range, retry: () => void): Promise<void> {
    if (this.#paging.has(conversation)) return;
    this.#paging.add(conversation);
    try {
      conversation.learnPage(await this.#fetch(conversation, range, pageSize));
      if (conversation.behind) this.fillGapSoon(conversation);
    } catch {
      setTimeout(retry, retryMs);
    } finally {
      this.#paging.delete(conversation);
    }
  }

  async #catchUp(conversation: ConversationState): Promise<void> {
    this.#gaps.delete(conversation);
    try {
      if (!conversation.timeline.peek().loaded) {
        await this.#restart(conversation);
        if (!conversation.behind) return;
      }
      const isComplete = (await this.#addNewer(conversation)) && (await this.#addChanges(conversation));
      if (!isComplete || !conversation.timeline.peek().loaded) await this.#restart(conversation);
    } catch (error) {
      if (!noSuchPeer.includes(WireFailure.from(error).code)) throw error;
      conversation.missing.value = true;
    }
  }

  /** Returns false when more messages are missing than are worth fetching. */
  async #addNewer(conversation: ConversationState): Promise<boolean> {
    for (let page = 0; page < catchUpPages; page += 1) {
      const timeline = conversation.timeline.peek();
      if (timeline.middle) return true;
      // The page starts at the last kept message, so that it confirms the kept ones.
      const after = topOf(timeline) - (conversation.isStored ? 1 : 0);
      const newer = await this.#fetch(conversation, { after }, catchUpSize);
      if (!conversation.confirm(newer)) return false;
      conversation.learnPage(newer);
      if (!newer.hasMore) return true;
    }
    return false;
  }

  /** Returns false when more changes are missing than are worth fetching, or when the server does not know the revision. */
  async #addChanges(conversation: ConversationState): Promise<boolean> {
    const { revision } = conversation;
    // Only a page of messages tells the revision, and the middle of the log has fetched none.
    let mayBeBehind = conversation.timeline.peek().middle;
    for (let page = 0; page < catchUpPages && (mayBeBehind || revision.behind); page += 1) {
      const after = revision.at;
      const changes = await this.#fetchChanges(conversation.peer, after);
      if (!changes) return false;
      conversation.learnChanges(changes, after);
      mayBeBehind = false;
    }
    return !revision.behind;
  }

  /** Null when the server has no such revision: its database is an older one. */
  async #fetchChanges(peer: string, after: number): Promise<ChangePage | null> {
    try {
      return await this.#size.fetch(catchUpSize, (limit) =>
        this.#wire.request('chatChanges', { with: peer, after, limit }),
      );
    } catch (error) {
      if (WireFailure.from(error).code === 'invalid_input') return null;
      throw error;
    }
  }

  /** Replaces the loaded messages by one page: where the user reads, else at the first unread message, else the newest one. */
  async #restart(conversation: ConversationState): Promise<void> {
    const place = readingSeq(conversation);
    const around = place ?? (await this.#firstUnread(conversation));
    if (around === null) return;
    const [page] = await Promise.all([
      this.#fetch(conversation, { around }, pageSize),
      // Without its end, a conversation cannot tell that its log stands in the middle.
      conversation.last.peek() === null ? this.#learnEnd(conversation, 1) : null,
    ]);
    const first = place ?? (await this.firstUnread(conversation, around - 1, page.messages));
    const isOnPage = first <= (page.messages.at(-1)?.seq ?? around);
    this.#startAt(conversation, isOnPage ? page : await this.#fetch(conversation, { around: first }, pageSize), true);
  }

  /** The `seq` of the peer's first message after `readSeq`, or the first one of which nothing is known. */
  firstUnread(conversation: ConversationState, readSeq: number, known = conversation.timeline.peek().run) {
    return findFirstUnread(conversation, readSeq, known, async (after) => {
      return (await this.#fetch(conversation, { after }, catchUpSize)).messages;
    });
  }

  /** Starts the log at the newest page, unless unread messages lie before it; returns the `seq` after the last one read then. */
  async #firstUnread(conversation: ConversationState): Promise<number | null> {
    const known = firstFarUnread(conversation);
    if (known !== null) return known;
    const page = await this.#learnEnd(conversation, pageSize);
    const isUnread = (message: Message) => message.seq > page.read.me && conversation.isFromOther(message);
    const startsLater = (page.messages[0]?.seq ?? 1) > page.read.me + 1;
    if (startsLater && !conversation.wantsEnd && page.messages.some(isUnread)) return page.read.me + 1;
    this.#startAt(conversation, page, false);
    return null;
  }

  async #learnEnd(conversation: ConversationState, size: number): Promise<HistoryPage> {
    const page = await this.#fetch(conversation, {}, size);
    conversation.learnEnd(page.messages.at(-1));
    return page;
  }

  #startAt(conversation: ConversationState, page: HistoryPage, middle: boolean): void {
    conversation.restartAt(page, middle);
    conversation.missing.value = false;
  }

  async #fetch(conversation: ConversationState, range: Range, size: number): Promise<HistoryPage> {
    const page = await this.#size.fetch(size, (limit) =>
      this.#wire.request('chatHistory', { with: conversation.peer, ...range, limit }),
    );
    this.#onIdentified(page.channelId, conversation.peer);
    return page;
  }
}

const shows = ({ timeline }: ConversationState, seq: number) =>
  timeline.peek().loaded && messageIn({ ...timeline.peek(), ahead: [] }, seq) !== undefined;

/** The message that the user reads; null at the end, and in a conversation that has just been opened. */
function readingSeq({ place, timeline, wantsEnd }: ConversationState): number | null {
  const { middle, run } = timeline.peek();
  if (wantsEnd) return null;
  return place?.seq ?? (middle ? run[Math.floor(run.length / 2)]?.seq : undefined) ?? null;
}

/** The `seq` after the last one read when it lies far before the newest one, with unread ones between; else null. */
function firstFarUnread({ readState, last, unread, wantsEnd }: ConversationState): number | null {
  const { ownReadSeq } = readState.peek();
  const isFar = (last.peek()?.seq ?? 0) - ownReadSeq > farUnread;
  return unread.peek() > 0 && isFar && !wantsEnd ? ownReadSeq + 1 : null;
}
