/** Fetches the list of conversations, newest activity first, and again whenever it may have changed unseen. */
import { signal } from '@preact/signals';
import type { Conversation } from '../../protocol/shapes.ts';
import { backoffMs } from './backoff.ts';
import type { Wire } from './wire.ts';

const pageSize = 50;
/** Several pushes that ask for a fresh list are answered by one. */
const gatherMs = 150;

export class Inbox {
  /** False until the first page has arrived. */
  readonly loaded = signal(false);
  readonly hasMore = signal(false);
  readonly #wire: Wire;
  readonly #learn: (conversations: readonly Conversation[]) => void;
  #pages = 1;
  #refreshing = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(wire: Wire, learn: (conversations: readonly Conversation[]) => void) {
    this.#wire = wire;
    this.#learn = learn;
  }

  refreshSoon(delayMs = gatherMs): void {
    this.#timer ??= setTimeout(() => void this.refresh(), delayMs);
  }

  async more(): Promise<void> {
    this.#pages += 1;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    this.stop();
    this.#again = this.#refreshing;
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      await this.#fetch();
    } catch {
      // Not connected: the reconnect asks again.
      if (this.#wire.state.peek() === 'connected') this.refreshSoon(backoffMs(2));
    } finally {
      this.#refreshing = false;
    }
    if (this.#again) await this.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #fetch(): Promise<void> {
    let cursor: string | null = null;
    for (let page = 0; page < this.#pages; page += 1) {
      const answer: { conversations: Conversation[]; next: string | null } = await this.#wire.request('conversations', {
        limit: pageSize,
        ...(cursor === null ? {} : { cursor }),
      });
      this.#learn(answer.conversations);
      this.loaded.value = true;
      cursor = answer.next;
      this.hasMore.value = cursor !== null;
      if (cursor === null) return;
    }
  }
}
