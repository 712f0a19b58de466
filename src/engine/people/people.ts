/** The user directory: search, look-up by name, and users as the wire shows them. */

import type { UserQuery } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { type NameQuery, readNameQuery } from '../../protocol/name-words.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { User, UserPage } from '../../protocol/shapes.ts';
import { foldUsername } from '../../protocol/usernames.ts';
import { fitPage } from '../conversations/page-bytes.ts';
import type { BlockStore } from '../ports/block-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { PresenceLeases } from '../ports/presence-port.ts';
import type { FrozenProfile } from '../ports/read-state-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';
import { hidingLastSeen, untoldLastSeen } from './last-seen.ts';
import { standingStatus } from './stored-status.ts';

/** The peers of the viewer's blocked pairs, with what the viewer is shown of each. */
export type HiddenPeers = ReadonlyMap<UserId, FrozenProfile>;

/** One run takes at most so many steps of so many names; a step is one transaction. */
const nameIndexing = { steps: 20, names: 50 };
export const nameIndexMs = 2_000;

const noHiddenPeers: HiddenPeers = new Map();

export interface People {
  /** Users as the wire shows them to this viewer. While presence is unavailable, all are shown offline. */
  present(viewer: UserId, users: readonly UserRecord[], hidden?: HiddenPeers): Promise<User[]>;
  /** Whether the user hides when the user was last online, and so does not see it of others. */
  hidesLastSeen(id: UserId): Promise<boolean>;
  blockedPeers(id: UserId): Promise<HiddenPeers>;
  /** A page of users. Neither user of a blocked pair finds the other. */
  list(caller: Caller, query: UserQuery): Promise<UserPage>;
  /** The ids of these users; unknown names are left out. */
  idsOf(usernames: readonly string[]): Promise<UserId[]>;
  /** Makes names findable that nodes of an earlier version have stored, a few thousand at most. */
  indexNames(): Promise<void>;
  /** The account of a live session. @throws Refusal `unauthorized` when it has been deleted */
  account(id: UserId): Promise<UserRecord>;
}

export function createPeople(
  users: UserStore,
  leases: PresenceLeases,
  blocks: BlockStore,
  privacy: PrivacyCache,
): People {
  const people: People = {
    async present(viewer, shown, hidden = noHiddenPeers) {
      const ids = shown.map((user) => user.id);
      const [online, untold] = await Promise.all([leases.online(ids), untoldLastSeen(privacy, viewer, ids)]);
      return shown.map((user) => toUser(user, online.has(user.id), hidden, untold));
    },

    hidesLastSeen: async (id) => (await hidingLastSeen(privacy, [id])).has(id),

    async blockedPeers(id) {
      return new Map((await blocks.blockedPeers(id)).map((peer) => [peer.userId, peer]));
    },

    async list(caller, { query: text = '', after = null, limit = limits.pageDefault }) {
      const query = { name: readNameQuery(text), after, atLeast: limit + 1 };
      const found = await search(users, query, await people.blockedPeers(caller.id));
      const page = fitPage(await people.present(caller.id, found.slice(0, limit)));
      return { users: page, next: found.length > page.length ? (page.at(-1)?.username ?? null) : null };
    },

    async idsOf(usernames) {
      const found = await users.findByUsernames([...new Set(usernames.map(foldUsername))]);
      return found.map((user) => user.id);
    },

    async indexNames() {
      for (let step = 0; step < nameIndexing.steps; step += 1) {
        if ((await users.indexNames(nameIndexing.names)) < nameIndexing.names) return;
      }
    },

    async account(id) {
      const [user] = await users.findByIds([id]);
      if (user) return user;
      throw new Refusal('unauthorized', 'This account is no longer there.');
    },
  };
  return people;
}

interface Search {
  name: NameQuery | null;
  after: string | null;
  atLeast: number;
}

/** Users that are not hidden: `atLeast` that many, if there are that many. */
async function search(users: UserStore, query: Search, hidden: HiddenPeers): Promise<UserRecord[]> {
  const { name, atLeast } = query;
  const found: UserRecord[] = [];
  let { after } = query;
  for (let limit = atLeast; ; limit = Math.max(atLeast, limits.pageMax)) {
    const page = await users.search({ name, after, limit });
    found.push(...page.filter(({ id }) => !hidden.has(id)));
    if (page.length < limit || found.length >= atLeast) return found;
    after = page.at(-1)?.username ?? after;
  }
}

/**
 * A user as the wire shows it.
 * @param online - whether any device of the user is connected.
 * @param untold - the users whose time of being online last is not told.
 */
export function toUser(
  user: UserRecord,
  online: boolean,
  hidden: HiddenPeers = noHiddenPeers,
  untold: ReadonlySet<UserId> = new Set(),
): User {
  const { id, username } = user;
  const frozen = hidden.get(id);
  const displayName = frozen?.name ?? user.displayName;
  const seenAt = frozen ? frozen.seenAt : user.lastSeenAt;
  const lastSeenAt = untold.has(id) ? null : (seenAt?.toISOString() ?? null);
  const { avatarId } = user;
  const isHidden = avatarId === null || (frozen && frozen.avatarId !== avatarId);
  const avatar = isHidden ? {} : { avatar: `/api/avatars/${avatarId}` };
  const status = standingStatus(frozen ? frozen.status : user.status);
  return { username, displayName, online: online && !frozen, lastSeenAt, ...avatar, ...(status && { status }) };
}
