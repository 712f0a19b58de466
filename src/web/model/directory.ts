/** People found by search; without a query, everybody. Oneself is left out. */
import { computed, signal } from '@preact/signals';
import type { User } from '../../protocol/shapes.ts';
import type { Roster } from './roster.ts';
import type { Wire } from './wire.ts';

const pageSize = 50;
const typingPauseMs = 200;

export class Directory {
  readonly query = signal('');
  /** False while the answer to the present query has not come. */
  readonly settled = signal(false);
  readonly next = signal<string | null>(null);
  readonly #found = signal<readonly string[]>([]);
  readonly #wire: Wire;
  readonly #roster: Roster;
  readonly #me: string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(wire: Wire, roster: Roster, me: string) {
    this.#wire = wire;
    this.#roster = roster;
    this.#me = me;
  }

  /** Those who are there first; otherwise as the server orders them. */
  readonly people = computed<readonly User[]>(() => {
    const users = this.#found.value.map((username) => this.#roster.get(username));
    return [...users.filter(({ online }) => online), ...users.filter(({ online }) => !online)];
  });

  search(query: string): void {
    this.query.value = query;
    this.settled.value = false;
    this.stop();
    this.#timer = setTimeout(() => void this.refresh(), typingPauseMs);
  }

  /** Fetches the first page anew; an answer to an older query is dropped. */
  async refresh(): Promise<void> {
    this.stop();
    const page = await this.#fetch(null);
    if (page === null) return;
    this.#found.value = page.names;
    this.next.value = page.next;
    this.settled.value = true;
  }

  async more(): Promise<void> {
    const page = await this.#fetch(this.next.peek());
    if (page === null) return;
    this.#found.value = [...new Set([...this.#found.peek(), ...page.names])];
    this.next.value = page.next;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #fetch(after: string | null): Promise<{ names: string[]; next: string | null } | null> {
    const query = this.query.peek();
    const text = query.trim();
    try {
      const request = { limit: pageSize, ...(text ? { query: text } : {}), ...(after === null ? {} : { after }) };
      const { users, next } = await this.#wire.request('listUsers', request);
      if (this.query.peek() !== query) return null;
      this.#roster.learn(users);
      return { names: users.map(({ username }) => username).filter((name) => name !== this.#me), next };
    } catch {
      // The next resync asks again.
      return null;
    }
  }
}
