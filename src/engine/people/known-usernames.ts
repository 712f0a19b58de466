/** The usernames of users, which never change; also those of deleted accounts. */
import { LRUCache } from 'lru-cache';
import type { UserId } from '../ports/identifiers.ts';
import type { UserStore } from '../ports/user-port.ts';

const namesMax = 50_000;

export interface Usernames {
  /** Empty for a name that is not known: `learn` it first. */
  nameOf(id: UserId): string;
  /** Whether all of them are known. */
  knows(ids: Iterable<UserId>): boolean;
  learn(ids: Iterable<UserId>): Promise<void>;
}

export function createUsernames(users: Pick<UserStore, 'namesOf'>): Usernames {
  const names = new LRUCache<UserId, string>({ max: namesMax });
  const unknown = (ids: Iterable<UserId>) => [...new Set(ids)].filter((id) => !names.has(id));
  return {
    nameOf: (id) => names.get(id) ?? '',
    knows: (ids) => unknown(ids).length === 0,
    async learn(ids) {
      const asked = unknown(ids);
      if (asked.length === 0) return;
      for (const { id, username } of await users.namesOf(asked)) names.set(id, username);
    },
  };
}
