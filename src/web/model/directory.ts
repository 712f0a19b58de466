/** Finds users by name; without a query it lists every user, except the caller and the users that the caller has blocked. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { User } from '../../protocol/shapes.ts';
import { Refresher } from './refresher.ts';
import type { UserCache } from './user-cache.ts';
import type { Wire } from './wire.ts';

const pageSize = 50;
const typingPauseMs = 200;

export class Directory {
  readonly query = signal('');
  /** False until the current query is answered. */
  readonly settled = signal(false);
  readonly hasMore = signal(false);
  readonly #found = signal<readonly string[]>([]);
  readonly #wire: Wire;
  readonly #users: UserCache;
  readonly #hidden: ReadonlySignal<ReadonlySet<string>>;
  readonly #refresher: Refresher;
  #pages = 1;

  /** @param hidden - usernames that are not shown, even when the server finds them. */
  constructor(wire: Wire, users: UserCache, hidden: ReadonlySignal<ReadonlySet<string>>) {
    this.#wire = wire;
    this.#users = users;
    this.#hidden = hidden;
    const canRun = () => wire.state.peek() === 'connected';
    this.#refresher = new Refresher((abandoned) => this.#fetch(abandoned), { canRun, failuresBefore: 2 });
  }

  /** Users who are online come first; otherwise the server's order stays. */
  readonly people = computed<readonly User[]>(() => {
    const names = this.#found.value.filter((name) => !this.#hidden.value.has(name));
    const users = names.map((username) => this.#users.get(username));
    return [...users.filter(({ online }) => online), ...users.filter(({ online }) => !online)];
  });

  search(query: string): void {
    this.query.value = query;
    this.settled.value = false;
    this.#pages = 1;
    this.#refresher.restartSoon(typingPauseMs);
  }

  /** Fetches again all pages that are shown. */
  refresh(): Promise<void> {
    return this.#refresher.refresh();
  }

  more(): Promise<void> {
    this.#pages += 1;
    return this.refresh();
  }

  stop(): void {
    this.#refresher.stop();
  }

  async #fetch(abandoned: AbortSignal): Promise<void> {
    const query = this.query.peek().trim();
    const found: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < this.#pages; page += 1) {
      const answer: { users: User[]; next: string | null } = await this.#wire.request('listUsers', {
        limit: pageSize,
        ...(query ? { query } : {}),
        ...(after === null ? {} : { after }),
      });
      if (abandoned.aborted) return;
      this.#users.learn(answer.users);
      found.push(...answer.users.map(({ username }) => username));
      after = answer.next;
      if (after === null) break;
    }
    this.#found.value = [...new Set(found)];
    this.hasMore.value = after !== null;
    this.settled.value = true;
  }
}
