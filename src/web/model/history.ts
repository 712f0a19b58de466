/** Fetches the messages of a conversation: the newest page, older pages, and the messages missing at the end. */
import type { HistoryPage } from '../../protocol/shapes.ts';
import type { ConversationState } from './conversation-state.ts';
import { PageSize } from './page-size.ts';
import { Refresher } from './refresher.ts';
import { hasOlder, topOf } from './timeline.ts';
import type { Wire } from './wire.ts';
import { type FailureCode, WireFailure } from './wire-failure.ts';

const pageSize = 50;
const catchUpSize = 100;
/** When more pages than this are missing, the log restarts at the newest page; scrolling up fetches the pages between. */
const catchUpPages = 5;
/** When a push overtakes another, the other usually arrives within this time. */
const reorderMs = 100;
/** The answers to a username that no user has, or that no user can have. */
const noSuchPeer: readonly FailureCode[] = ['not_found', 'invalid_username', 'invalid_input'];

export class History {
  readonly #wire: Wire;
  readonly #size = new PageSize(catchUpSize);
  readonly #onIdentified: (channelId: string, peer: string) => void;
  readonly #refreshers = new Map<ConversationState, Refresher>();
  readonly #paging = new Set<ConversationState>();

  /** @param onIdentified - called with the id that every page of history names. */
  constructor(wire: Wire, onIdentified: (channelId: string, peer: string) => void) {
    this.#wire = wire;
    this.#onIdentified = onIdentified;
  }

  /** Fetches until no message is missing at the end. */
  catchUp(conversation: ConversationState): Promise<void> {
    return this.#refresherOf(conversation).refresh();
  }

  /** Catches up after a short wait, unless a late push has filled the gap by then. */
  fillGapSoon(conversation: ConversationState): void {
    this.#refresherOf(conversation).refreshSoon(reorderMs, () => conversation.behind);
  }

  /** Fetches the page before the oldest message shown. */
  async older(conversation: ConversationState): Promise<void> {
    const before = conversation.timeline.peek().run[0]?.seq;
    if (before === undefined || !hasOlder(conversation.timeline.peek()) || this.#paging.has(conversation)) return;
    this.#paging.add(conversation);
    try {
      await this.#fetchPage(conversation, { before, limit: pageSize });
    } catch {
      // The next scroll asks again, and the button stays.
    } finally {
      this.#paging.delete(conversation);
    }
  }

  /** Fetches the page after the newest message shown, when the log stands in the middle. */
  async newer(conversation: ConversationState): Promise<void> {
    if (conversation.hasNewer.peek()) await this.catchUp(conversation);
  }

  /** Leaves the middle for the newest messages. */
  async toNewest(conversation: ConversationState): Promise<void> {
    if (conversation.hasNewer.peek()) await this.catchUp(conversation);
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

  async #catchUp(conversation: ConversationState): Promise<void> {
    try {
      await this.#fetchNewer(conversation);
    } catch (error) {
      if (!noSuchPeer.includes(WireFailure.from(error).code)) throw error;
      conversation.missing.value = true;
    }
  }

  async #fetchNewer(conversation: ConversationState): Promise<void> {
    if (!conversation.timeline.peek().loaded) {
      await this.#fetchNewest(conversation);
      if (!conversation.behind) return;
    }
    for (let page = 0; page < catchUpPages; page += 1) {
      const after = topOf(conversation.timeline.peek());
      const newer = await this.#fetchPage(conversation, { after, limit: catchUpSize });
      if (!newer.hasMore) return;
    }
    await this.#fetchNewest(conversation);
  }

  async #fetchNewest(conversation: ConversationState): Promise<void> {
    await this.#fetchPage(conversation, { limit: pageSize });
    conversation.missing.value = false;
  }

  async #fetchPage(
    conversation: ConversationState,
    range: { before?: number; after?: number; limit: number },
  ): Promise<HistoryPage> {
    const page = await this.#size.fetch(range.limit, (limit) =>
      this.#wire.request('chatHistory', { with: conversation.peer, ...range, limit }),
    );
    this.#onIdentified(page.channelId, conversation.peer);
    conversation.learnPage(page, range.before === undefined && range.after === undefined);
    return page;
  }
}
