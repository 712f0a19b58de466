/** Who is online: counts this node's sockets of each user, and tells the watchers what changed. */

import DataLoader from 'dataloader';
import type { User } from '../../protocol/shapes.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { PresenceLeases } from '../ports/presence-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';
import { type People, toUser } from './people.ts';

/** How often leases are renewed and the watched are compared, in milliseconds; a lease lives four times as long. */
export const presenceBeatMs = 5_000;

/** People that one statement notes as gone. */
const goneMax = 200;

export type Presence = ReturnType<typeof createPresence>;

interface Parts {
  users: UserStore;
  people: People;
  leases: PresenceLeases;
  fanout: Fanout;
}

export function createPresence({ users, people, leases, fanout }: Parts) {
  const sockets = new Map<UserId, number>();
  /** What this node's watchers were told last, compared at each beat; null: not all of them the same. */
  const told = new Map<UserId, boolean | null>();

  function say(id: UserId, user: User): void {
    told.set(id, user.online);
    fanout.tellWatchers(id, user);
  }

  function sayHere(id: UserId, user: User): void {
    told.set(id, user.online);
    fanout.toLocalWatchers(id, { users: [user] });
  }

  /**
   * Another node has told its watchers. Whether it is still so is looked up here: a node that was cut off for a while is
   * heard late, and must not have the last word.
   */
  async function hear(id: UserId, user: User): Promise<void> {
    const online = await leases.online([id]);
    sayHere(id, { ...user, online: online.has(id) });
  }

  /** Tells what is true by now: when somebody leaves and comes at once, whichever is told last is right. */
  async function tell(...ids: UserId[]): Promise<void> {
    const found = await users.findByIds(ids);
    const online = await leases.online(ids);
    for (const user of found) say(user.id, toUser(user, online.has(user.id)));
  }

  /** @param person - as the handshake found them: a storm of arrivals asks the database nothing more. */
  async function arrive(user: UserRecord): Promise<void> {
    const count = (sockets.get(user.id) ?? 0) + 1;
    sockets.set(user.id, count);
    if (count === 1 && (await leases.arrive(user.id))) say(user.id, toUser(user, true));
  }

  async function leave({ id }: Caller): Promise<void> {
    const count = (sockets.get(id) ?? 0) - 1;
    if (count > 0) {
      sockets.set(id, count);
      return;
    }
    sockets.delete(id);
    if (await leases.leave(id)) await gone.load(id);
  }

  /** When many leave at once, those of one turn of the loop are noted together. */
  const gone = new DataLoader<UserId, true>(
    async (ids) => {
      await users.setLastSeen(ids, new Date());
      await tell(...ids);
      return ids.map(() => true as const);
    },
    { cache: false, maxBatchSize: goneMax, batchScheduleFn: setImmediate },
  );

  /** These people as they are now, for somebody who watches them from now on. */
  async function look(viewer: UserId, ids: readonly UserId[]): Promise<User[]> {
    const [found, apart] = await Promise.all([users.findByIds(ids), people.blockedPeers(viewer)]);
    // Last, so that nothing is pushed meanwhile that is newer than the answer.
    const online = await leases.online(ids);
    for (const id of ids) if (told.get(id) !== online.has(id)) told.set(id, told.has(id) ? null : online.has(id));
    return found.map((user) => toUser(user, online.has(user.id), apart));
  }

  /** Renews this node's leases, and finds what no push told of: nodes that died, pushes that were lost. */
  async function beat(): Promise<void> {
    await leases.renew(here());
    const watched = fanout.watchedHere();
    const online = await leases.online(watched);
    const changed = watched.filter((id) => told.has(id) && told.get(id) !== online.has(id));
    told.clear();
    for (const id of watched) told.set(id, online.has(id));
    // Until it has been said it has not: should the database be away now, the next beat finds the change again.
    for (const id of changed) told.set(id, null);
    if (changed.length === 0) return;
    const found = await users.findByIds(changed);
    for (const id of changed) told.set(id, online.has(id));
    for (const user of found) sayHere(user.id, toUser(user, online.has(user.id)));
  }

  /** Everybody with a socket on this node. */
  const here = () => [...sockets.keys()];

  return { arrive, leave, tell, hear, look, here, beat };
}
