/** Finds users by name; without a query it lists every user, except the caller and the users that the caller has blocked. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { foldForSearch, matchesName, readNameQuery } from '../../protocol/name-words.ts';
import type { User } from '../../protocol/shapes.ts';
import { spreadMs } from './backoff.ts';
import { Refresher } from './refresher.ts';
import { sendableQuery } from './sendable-query.ts';
import type { UserCache } from './user-cache.ts';
import type { Wire } from './wire.ts';

const pageSize = 50;
const typingPauseMs = 200;

/** The users that the lists show, and those that the page knows. */
export interface DirectoryScope {
  /** Usernames that are not shown, even when the server finds them. */
  hidden: ReadonlySignal<ReadonlySet<string>>;
  /** Usernames that the page searches itself until the server has answered. */
  known: ReadonlySignal<readonly string[]>;
}

export class Directory {
  readonly query = signal('');
  /** True while the user types in the box for messages: they come before people. */
  readonly isForMessages = signal(false);
  /** False until the current query is answered. */
  readonly settled = signal(false);
  readonly #hasMore = signal(false);
  /** The answer without a query, and the one to the last query. */
  readonly #everyone = signal<readonly string[]>([]);
  readonly #found = signal<readonly string[]>([]);
  readonly #wire: Wire;
  readonly #users: UserCache;
  readonly #scope: DirectoryScope;
  readonly #refresher: Refresher;
  #pages = 1;

  constructor(wire: Wire, users: UserCache, scope: DirectoryScope) {
    this.#wire = wire;
    this.#users = users;
    this.#scope = scope;
    const canRun = () => wire.state.peek() === 'connected';
    this.#refresher = new Refresher((abandoned) => this.#fetch(abandoned), { canRun, failuresBefore: 2 });
  }

  /** The query as it is understood; null when it is blank. */
  readonly asked = computed(() => readNameQuery(this.query.value));

  readonly hasMore = computed(() => this.settled.value && this.#hasMore.value);

  /** The exact name comes first, then users who are online; otherwise the server's order stays. */
  readonly people = computed<readonly User[]>(() => {
    const rank = rankFor(this.query.value);
    return this.#candidates.value
      .map((user) => ({ user, rank: rank(user) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ user }) => user);
  });

  readonly #candidates = computed<readonly User[]>(() => {
    const query = this.asked.value;
    const settled = this.settled.value;
    const answer = query === null ? this.#everyone.value : this.#found.value;
    // Until the server answers a query, the page finds those it knows.
    const names = settled || query === null ? answer : [...answer, ...this.#everyone.value, ...this.#scope.known.value];
    const shown = [...new Set(names)].filter((name) => !this.#scope.hidden.value.has(name));
    const users = shown.map((name) => this.#users.get(name));
    return settled || query === null ? users : users.filter((user) => matchesName(user, query));
  });

  search(query: string): void {
    if (query === this.query.peek()) return;
    batch(() => {
      this.query.value = query;
      this.settled.value = false;
    });
    this.#pages = 1;
    this.#refresher.restartSoon(query.trim() === '' ? 0 : typingPauseMs);
  }

  /** Fetches again all pages that are shown. */
  refresh(): Promise<void> {
    return this.#refresher.refresh();
  }

  /** Called when users came or changed their names. @param withinMs - all clients spread their requests over this time. */
  refreshSoon(withinMs: number): void {
    this.#refresher.refreshSoon(spreadMs(withinMs));
  }

  more(): Promise<void> {
    this.#pages += 1;
    return this.refresh();
  }

  stop(): void {
    this.#refresher.stop();
  }

  async #fetch(abandoned: AbortSignal): Promise<void> {
    const query = sendableQuery(this.query.peek());
    const found: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < this.#pages; page += 1) {
      const answer: { users: User[]; next: string | null } = await this.#ask(query, after);
      if (abandoned.aborted) return;
      found.push(...answer.users.map(({ username }) => username));
      after = answer.next;
      if (after === null) break;
    }
    // The user of exactly this username may be on a later page.
    if (after !== null && query !== '' && !query.startsWith('@')) {
      const { users } = await this.#ask(`@${query}`, null, 1);
      found.push(...users.map(({ username }) => username));
    }
    if (abandoned.aborted) return;
    batch(() => {
      (query === '' ? this.#everyone : this.#found).value = [...new Set(found)];
      this.#hasMore.value = after !== null;
      this.settled.value = true;
    });
  }

  async #ask(query: string, after: string | null, limit = pageSize) {
    const asked = { limit, ...(query ? { query } : {}), ...(after === null ? {} : { after }) };
    const answer = await this.#wire.request('listUsers', asked);
    this.#users.learn(answer.users);
    return answer;
  }
}

/** The lower, the earlier: the exact display name, the exact username, users who are online, all others. */
function rankFor(query: string): (user: User) => number {
  const typed = foldForSearch(query).trim();
  const username = typed.replace(/^@/, '').trim();
  return (user) => {
    if (typed !== '' && foldForSearch(user.displayName) === typed) return 0;
    if (user.username === username) return 1;
    return user.online ? 2 : 3;
  };
}
