/** Fetches the messages of a conversation: the newest page, older pages, and whatever is missing at the end. */
import { backoffMs } from './backoff.ts';
import type { Thread } from './thread.ts';
import { hasOlder, topOf } from './timeline.ts';
import type { Wire } from './wire.ts';
import { type FailureCode, WireFailure } from './wire-failure.ts';

const pageSize = 50;
const catchUpSize = 100;
/** Further behind than this many pages, the run starts anew at the newest page; what lies between comes by scrolling up. */
const catchUpPages = 5;
/** A push that overtook another is usually followed by it at once. */
const patienceMs = 100;
/** Answers to a name that nobody has, nobody can have, or that is one's own. */
const gone: readonly FailureCode[] = ['not_found', 'invalid_username', 'invalid_input'];

export class History {
  readonly #wire: Wire;
  readonly #catchingUp = new Map<Thread, Promise<void>>();
  readonly #again = new Set<Thread>();
  readonly #paging = new Set<Thread>();
  readonly #timers = new Map<Thread, ReturnType<typeof setTimeout>>();

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** Fetches until nothing is missing at the end; joins a fetch that runs already, and then looks once more. */
  catchUp(thread: Thread): Promise<void> {
    const running = this.#catchingUp.get(thread);
    if (running) {
      this.#again.add(thread);
      return running;
    }
    const started = this.#run(thread).finally(() => this.#catchingUp.delete(thread));
    this.#catchingUp.set(thread, started);
    return started;
  }

  /** Looks for a hole a moment from now, when a late push has had time to fill it. */
  mendSoon(thread: Thread): void {
    this.#later(thread, patienceMs, () => thread.behind);
  }

  /** Fetches the page before the oldest message shown. */
  async older(thread: Thread): Promise<void> {
    const before = thread.timeline.peek().run[0]?.seq;
    if (before === undefined || !hasOlder(thread.timeline.peek()) || this.#paging.has(thread)) return;
    this.#paging.add(thread);
    try {
      thread.learnPage(await this.#wire.request('chatHistory', { with: thread.peer, before, limit: pageSize }), false);
    } catch {
      // The log asks again at the next scroll, and its button stays.
    } finally {
      this.#paging.delete(thread);
    }
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  async #run(thread: Thread): Promise<void> {
    try {
      do {
        this.#again.delete(thread);
        await this.#fetchNewer(thread);
      } while (this.#again.has(thread));
    } catch (error) {
      const failure = WireFailure.from(error);
      if (gone.includes(failure.code)) thread.missing.value = true;
      // Not connected: the reconnect asks again. Otherwise this is the only one who would.
      else if (this.#wire.state.peek() === 'connected')
        this.#later(thread, failure.retryAfterMs ?? backoffMs(2), () => true);
    }
  }

  #later(thread: Thread, delayMs: number, needed: () => boolean): void {
    if (this.#timers.has(thread)) return;
    const look = () => {
      this.#timers.delete(thread);
      if (needed()) void this.catchUp(thread);
    };
    this.#timers.set(thread, setTimeout(look, delayMs));
  }

  async #fetchNewer(thread: Thread): Promise<void> {
    if (!thread.timeline.peek().loaded) {
      await this.#fetchNewest(thread);
      if (!thread.behind) return;
    }
    for (let page = 0; page < catchUpPages; page += 1) {
      const after = topOf(thread.timeline.peek());
      const newer = await this.#wire.request('chatHistory', { with: thread.peer, after, limit: catchUpSize });
      thread.learnPage(newer, false);
      if (!newer.hasMore) return;
    }
    await this.#fetchNewest(thread);
  }

  async #fetchNewest(thread: Thread): Promise<void> {
    thread.learnPage(await this.#wire.request('chatHistory', { with: thread.peer, limit: pageSize }), true);
    thread.missing.value = false;
  }
}
