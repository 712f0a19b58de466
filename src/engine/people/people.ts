/** The directory: people as others see them, with who is online, by search and by name. */

import type { UserQuery } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { User, UserPage } from '../../protocol/shapes.ts';
import { foldName, foldUsername } from '../identity/names.ts';
import type { BlockStore } from '../ports/block-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { PresenceLeases } from '../ports/presence-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';

export type People = ReturnType<typeof createPeople>;

/** Those whom a block keeps apart from the one who looks, and when each of them is shown to have been seen last. */
export type HiddenPeers = ReadonlyMap<UserId, Date | null>;

const nobody: HiddenPeers = new Map();

export function createPeople(users: UserStore, leases: PresenceLeases, blocks: BlockStore) {
  /** People as the wire shows them. When presence cannot be asked, everybody is shown offline. */
  async function present(users: readonly UserRecord[], apart = nobody): Promise<User[]> {
    const online = await leases.online(users.map((user) => user.id));
    return users.map((user) => toUser(user, online.has(user.id), apart));
  }

  async function blockedPeers(id: UserId): Promise<HiddenPeers> {
    return new Map((await blocks.blockedPeers(id)).map(({ userId, seenAt }) => [userId, seenAt]));
  }

  /** Neither of two whom a block keeps apart finds the other. */
  async function list(caller: Caller, query: UserQuery): Promise<UserPage> {
    const { query: text = '', after = null, limit = limits.pageDefault } = query;
    const found = await search(foldName(text), after, limit + 1, await blockedPeers(caller.id));
    const page = found.slice(0, limit);
    return { users: await present(page), next: found.length > limit ? (page.at(-1)?.username ?? null) : null };
  }

  /** So many at least, if there are so many. */
  async function search(
    prefix: string,
    after: string | null,
    count: number,
    hidden: HiddenPeers,
  ): Promise<UserRecord[]> {
    const found: UserRecord[] = [];
    for (let limit = count; ; limit = Math.max(count, limits.pageMax)) {
      const page = await users.search({ prefix, after, limit });
      found.push(...page.filter(({ id }) => !hidden.has(id)));
      if (page.length < limit || found.length >= count) return found;
      after = page.at(-1)?.username ?? after;
    }
  }

  /** Who has these names; names nobody has are left out. */
  async function idsOf(usernames: readonly string[]): Promise<UserId[]> {
    const found = await users.findByUsernames([...new Set(usernames.map(foldUsername))]);
    return found.map((user) => user.id);
  }

  /** The account of a live session. @throws Refusal `unauthorized` when it is no longer there. */
  async function account(id: UserId): Promise<UserRecord> {
    const [user] = await users.findByIds([id]);
    if (user) return user;
    throw new Refusal('unauthorized', 'This account is no longer there.');
  }

  return { present, blockedPeers, list, idsOf, account };
}

/**
 * @param online - whether any device of the person is connected.
 * @param apart - those who look offline to the one who looks, since when they do.
 */
export function toUser(user: UserRecord, online: boolean, apart: HiddenPeers = nobody): User {
  const { id, username, displayName } = user;
  const frozen = apart.get(id);
  const lastSeenAt = (frozen === undefined ? user.lastSeenAt : frozen)?.toISOString() ?? null;
  return { username, displayName, online: online && frozen === undefined, lastSeenAt };
}
