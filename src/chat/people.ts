/** The directory: people as others see them, with who is online, by search and by name. */

import type { UserQuery } from '../protocol/events.ts';
import { limits } from '../protocol/limits.ts';
import { Refusal } from '../protocol/refusals.ts';
import type { User, UserPage } from '../protocol/shapes.ts';
import type { BlockStore } from './block-ports.ts';
import { foldName, foldUsername } from './names.ts';
import type { Caller, Person, PresenceLeases, UserId, UserStore } from './ports.ts';

export type People = ReturnType<typeof createPeople>;

/** Those whom a block keeps apart from the one who looks, and when each of them is shown to have been seen last. */
export type ApartSince = ReadonlyMap<UserId, Date | null>;

const nobody: ApartSince = new Map();

export function createPeople(users: UserStore, leases: PresenceLeases, blocks: BlockStore) {
  /** People as the wire shows them. When presence cannot be asked, everybody is shown offline. */
  async function present(persons: readonly Person[], apart = nobody): Promise<User[]> {
    const online = await leases.online(persons.map((person) => person.id));
    return persons.map((person) => toUser(person, online.has(person.id), apart));
  }

  async function apartFrom(id: UserId): Promise<ApartSince> {
    return new Map((await blocks.apartFrom(id)).map(({ userId, seenAt }) => [userId, seenAt]));
  }

  /** Neither of two whom a block keeps apart finds the other. */
  async function list(caller: Caller, query: UserQuery): Promise<UserPage> {
    const { query: text = '', after = null, limit = limits.pageDefault } = query;
    const found = await search(foldName(text), after, limit + 1, await apartFrom(caller.id));
    const page = found.slice(0, limit);
    return { users: await present(page), next: found.length > limit ? (page.at(-1)?.username ?? null) : null };
  }

  /** So many at least, if there are so many. */
  async function search(prefix: string, after: string | null, count: number, hidden: ApartSince): Promise<Person[]> {
    const found: Person[] = [];
    for (let limit = count; ; limit = Math.max(count, limits.pageMax)) {
      const page = await users.search({ prefix, after, limit });
      found.push(...page.filter(({ id }) => !hidden.has(id)));
      if (page.length < limit || found.length >= count) return found;
      after = page.at(-1)?.username ?? after;
    }
  }

  /** Who has these names; names nobody has are left out. */
  async function idsOf(usernames: readonly string[]): Promise<UserId[]> {
    const persons = await users.findByUsernames([...new Set(usernames.map(foldUsername))]);
    return persons.map((person) => person.id);
  }

  /** The account of a live session. @throws Refusal `unauthorized` when it is no longer there. */
  async function account(id: UserId): Promise<Person> {
    const [person] = await users.findByIds([id]);
    if (person) return person;
    throw new Refusal('unauthorized', 'This account is no longer there.');
  }

  return { present, apartFrom, list, idsOf, account };
}

/**
 * @param online - whether any device of the person is connected.
 * @param apart - those who look offline to the one who looks, since when they do.
 */
export function toUser(person: Person, online: boolean, apart: ApartSince = nobody): User {
  const { id, username, displayName } = person;
  const frozen = apart.get(id);
  const lastSeenAt = (frozen === undefined ? person.lastSeenAt : frozen)?.toISOString() ?? null;
  return { username, displayName, online: online && frozen === undefined, lastSeenAt };
}
