/** Who is online: counts this node's sockets of each user, and tells the watchers what changed. */
import type { User } from '../protocol/shapes.ts';
import { type People, toUser } from './people.ts';
import type { Caller, Fanout, PresenceLeases, UserId, UserStore } from './ports.ts';

/** How often leases are renewed and the watched are compared, in milliseconds; a lease lives four times as long. */
export const presenceBeatMs = 5_000;

export type Presence = ReturnType<typeof createPresence>;

interface Parts {
  users: UserStore;
  people: People;
  leases: PresenceLeases;
  fanout: Fanout;
}

export function createPresence({ users, people, leases, fanout }: Parts) {
  const sockets = new Map<UserId, number>();
  /** What this node's watchers were last known to be told; compared at each beat. */
  const told = new Map<UserId, boolean>();

  /** Tells what is true by now: when somebody leaves and comes at once, whichever is told last is right. */
  async function tell(id: UserId): Promise<void> {
    const found = await people.byId([id]);
    if (found.length > 0) fanout.toWatchers(id, { users: found });
  }

  async function arrive({ id }: Caller): Promise<void> {
    const count = (sockets.get(id) ?? 0) + 1;
    sockets.set(id, count);
    if (count === 1 && (await leases.arrive(id))) await tell(id);
  }

  async function leave({ id }: Caller): Promise<void> {
    const count = (sockets.get(id) ?? 0) - 1;
    if (count > 0) {
      sockets.set(id, count);
      return;
    }
    sockets.delete(id);
    if (!(await leases.leave(id))) return;
    await users.setLastSeen(id, new Date());
    await tell(id);
  }

  /** These people as they are now, for somebody who watches them from now on. */
  async function look(viewer: UserId, ids: readonly UserId[]): Promise<User[]> {
    const [persons, online, apart] = await Promise.all([
      users.findByIds(ids),
      leases.online(ids),
      people.apartFrom(viewer),
    ]);
    for (const id of ids) if (!told.has(id)) told.set(id, online.has(id));
    return persons.map((person) => toUser(person, online.has(person.id), apart));
  }

  /** Renews this node's leases, and finds what no push told of: nodes that died, pushes that were lost. */
  async function beat(): Promise<void> {
    await leases.renew([...sockets.keys()]);
    const watched = fanout.watchedHere();
    const online = await leases.online(watched);
    const changed = watched.filter((id) => told.has(id) && told.get(id) !== online.has(id));
    told.clear();
    for (const id of watched) told.set(id, online.has(id));
    if (changed.length === 0) return;
    for (const person of await users.findByIds(changed)) {
      fanout.toLocalWatchers(person.id, { users: [toUser(person, online.has(person.id))] });
    }
  }

  return { arrive, leave, tell, look, beat };
}
