/** Keeps the latest name and presence of every user that the page has heard of. */
import { signal } from '@preact/signals';
import type { User } from '../../protocol/shapes.ts';

export class UserCache {
  readonly #users = signal<ReadonlyMap<string, User>>(new Map());

  learn(users: readonly User[]): void {
    if (users.length === 0) return;
    const known = new Map(this.#users.peek());
    for (const user of users) known.set(user.username, user);
    this.#users.value = known;
  }

  get all(): readonly User[] {
    return [...this.#users.value.values()];
  }

  knows(username: string): boolean {
    return this.#users.peek().has(username);
  }

  get(username: string): User {
    return this.#users.value.get(username) ?? { username, displayName: username, online: false, lastSeenAt: null };
  }
}
