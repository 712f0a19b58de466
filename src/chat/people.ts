/** The directory: people as others see them, with who is online, by search and by name. */

import type { UserQuery } from '../protocol/events.ts';
import { limits } from '../protocol/limits.ts';
import { Refusal } from '../protocol/refusals.ts';
import type { User, UserPage } from '../protocol/shapes.ts';
import { foldName, foldUsername } from './names.ts';
import type { Person, PresenceLeases, UserId, UserStore } from './ports.ts';

export type People = ReturnType<typeof createPeople>;

export function createPeople(users: UserStore, leases: PresenceLeases) {
  /** People as the wire shows them. When presence cannot be asked, everybody is shown offline. */
  async function present(persons: readonly Person[]): Promise<User[]> {
    const online = await leases.online(persons.map((person) => person.id));
    return persons.map((person) => toUser(person, online.has(person.id)));
  }

  async function list({ query = '', after, limit = limits.pageDefault }: UserQuery): Promise<UserPage> {
    const found = await users.search({ prefix: foldName(query), after: after ?? null, limit: limit + 1 });
    const page = found.slice(0, limit);
    return { users: await present(page), next: found.length > limit ? (page.at(-1)?.username ?? null) : null };
  }

  /** Who has these names; names nobody has are left out. */
  async function idsOf(usernames: readonly string[]): Promise<UserId[]> {
    const persons = await users.findByUsernames([...new Set(usernames.map(foldUsername))]);
    return persons.map((person) => person.id);
  }

  async function byId(ids: readonly UserId[]): Promise<User[]> {
    return present(await users.findByIds(ids));
  }

  /** The account of a live session. @throws Refusal `unauthorized` when it is no longer there. */
  async function account(id: UserId): Promise<Person> {
    const [person] = await users.findByIds([id]);
    if (person) return person;
    throw new Refusal('unauthorized', 'This account is no longer there.');
  }

  return { present, list, idsOf, byId, account };
}

/** @param online - whether any device of the person is connected. */
export function toUser(person: Person, online: boolean): User {
  const { username, displayName, lastSeenAt } = person;
  return { username, displayName, online, lastSeenAt: lastSeenAt?.toISOString() ?? null };
}
