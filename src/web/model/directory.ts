/** People found by search; without a query, everybody. Oneself and whom one has blocked are left out. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { User } from '../../protocol/shapes.ts';
import { backoffMs } from './backoff.ts';
import type { Roster } from './roster.ts';
import type { Wire } from './wire.ts';
import { WireFailure } from './wire-failure.ts';

const pageSize = 50;
const typingPauseMs = 200;

export class Directory {
  readonly query = signal('');
  /** False while the answer to the present query has not come. */
  readonly settled = signal(false);
  readonly hasMore = signal(false);
  readonly #found = signal<readonly string[]>([]);
  readonly #wire: Wire;
  readonly #roster: Roster;
  readonly #hidden: ReadonlySignal<ReadonlySet<string>>;
  #pages = 1;
  /** Which refresh is the latest: answers to an earlier one, or to an earlier query, are dropped. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param hidden - usernames that are not shown, whatever the server finds. */
  constructor(wire: Wire, roster: Roster, hidden: ReadonlySignal<ReadonlySet<string>>) {
    this.#wire = wire;
    this.#roster = roster;
    this.#hidden = hidden;
  }

  /** Those who are there first; otherwise as the server orders them. */
  readonly people = computed<readonly User[]>(() => {
    const names = this.#found.value.filter((name) => !this.#hidden.value.has(name));
    const users = names.map((username) => this.#roster.get(username));
    return [...users.filter(({ online }) => online), ...users.filter(({ online }) => !online)];
  });

  search(query: string): void {
    this.query.value = query;
    this.settled.value = false;
    this.#pages = 1;
    this.#turn += 1;
    this.#refreshIn(typingPauseMs);
  }

  /** Fetches anew what is shown. */
  async refresh(): Promise<void> {
    this.stop();
    this.#turn += 1;
    const turn = this.#turn;
    try {
      await this.#fetch(() => turn === this.#turn);
    } catch (error) {
      // Not connected: the reconnect asks again.
      if (turn === this.#turn && this.#wire.state.peek() === 'connected') {
        this.#refreshIn(WireFailure.from(error).retryAfterMs ?? backoffMs(2));
      }
    }
  }

  async more(): Promise<void> {
    this.#pages += 1;
    await this.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #refreshIn(delayMs: number): void {
    this.stop();
    this.#timer = setTimeout(() => void this.refresh(), delayMs);
  }

  async #fetch(wanted: () => boolean): Promise<void> {
    const query = this.query.peek().trim();
    const found: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < this.#pages; page += 1) {
      const answer: { users: User[]; next: string | null } = await this.#wire.request('listUsers', {
        limit: pageSize,
        ...(query ? { query } : {}),
        ...(after === null ? {} : { after }),
      });
      if (!wanted()) return;
      this.#roster.learn(answer.users);
      found.push(...answer.users.map(({ username }) => username));
      after = answer.next;
      if (after === null) break;
    }
    this.#found.value = [...new Set(found)];
    this.hasMore.value = after !== null;
    this.settled.value = true;
  }
}
