/** Presence: pushes to the watchers of a user whether the user is online. */

import DataLoader from 'dataloader';
import type { User } from '../../protocol/shapes.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { PresenceLeases } from '../ports/presence-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';
import { type Absences, createAbsences } from './absences.ts';
import { type ConnectionCounts, createConnectionCounts } from './connection-counts.ts';
import { type People, toUser } from './people.ts';
import { createWatcherStates, type WatcherStates } from './watcher-states.ts';

/** Interval at which a node renews its leases and checks the watched users, in milliseconds. A lease lives four times as long. */
export const presenceHeartbeatMs = 5_000;

/** A user that returns within this time, in milliseconds, never left: reloading a page costs watchers nothing. */
export const departureGraceMs = 2_000;

/** Users whose departure one statement records. */
const departuresMax = 200;

export interface Presence {
  /** Counts a new socket. @param user - from the handshake, so that a storm of arrivals needs no further query. */
  arrive(user: UserRecord): Promise<void>;
  /** Counts a closed socket. Settles after the grace. */
  leave(caller: Caller): Promise<void>;
  /** Ends the grace: the node is about to stop. */
  endGrace(): void;
  /** Pushes the current state of these users to their watchers on every node. */
  publish(...ids: UserId[]): Promise<void>;
  /**
   * Pushes to this node's watchers what another node published. This node checks the online state first: after a network
   * partition the push may be old, and an old push must not be the last one.
   */
  relay(id: UserId, user: User): Promise<void>;
  /** The current state of these users, for a viewer that watches them from now on. */
  snapshot(viewer: UserId, ids: readonly UserId[]): Promise<User[]>;
  /** The users with a socket on this node. */
  usersHere(): UserId[];
  /** Renews this node's leases, and pushes changes that no push reported: a node died, or a push was lost. */
  heartbeat(): Promise<void>;
}

export interface PresenceParts {
  users: UserStore;
  people: People;
  leases: PresenceLeases;
  fanout: Fanout;
  graceMs: number;
}

interface State extends PresenceParts {
  sockets: ConnectionCounts;
  watchers: WatcherStates;
  absences: Absences;
}

export function createPresence(parts: PresenceParts): Presence {
  const absences = createAbsences(parts.graceMs);
  const state = { ...parts, sockets: createConnectionCounts(), watchers: createWatcherStates(), absences };
  const { leases, sockets } = state;
  const departures = createDepartures(state);
  return {
    async arrive(user) {
      if (!sockets.add(user.id) || absences.returned(user.id)) return;
      if (await leases.arrive(user.id)) pushEverywhere(state, user.id, toUser(user, true));
    },
    async leave({ id }) {
      if (!sockets.remove(id) || !(await absences.isGone(id)) || sockets.has(id)) return;
      if (await leases.leave(id)) await departures.load(id);
    },
    endGrace: absences.end,
    publish: (...ids) => publish(state, ids),
    async relay(id, user) {
      const online = await leases.online([id]);
      pushHere(state, id, { ...user, online: online.has(id) });
    },
    snapshot: (viewer, ids) => snapshot(state, viewer, ids),
    usersHere: sockets.users,
    heartbeat: () => heartbeat(state),
  };
}

/** Records the departures of one event-loop turn with one statement. */
function createDepartures(state: State): DataLoader<UserId, true> {
  return new DataLoader(
    async (ids) => {
      await state.users.setLastSeen(ids, state.absences.leftAt());
      await publish(state, ids);
      return ids.map(() => true as const);
    },
    { cache: false, maxBatchSize: departuresMax, batchScheduleFn: setImmediate },
  );
}

/** Reads the state last: when a user leaves and returns at once, the last push is right whichever it is. */
async function publish(state: State, ids: readonly UserId[]): Promise<void> {
  const found = await state.users.findByIds(ids);
  const online = await state.leases.online(ids);
  for (const user of found) pushEverywhere(state, user.id, toUser(user, online.has(user.id)));
}

async function snapshot({ users, people, leases, watchers }: State, viewer: UserId, ids: readonly UserId[]) {
  const [found, hidden] = await Promise.all([users.findByIds(ids), people.blockedPeers(viewer)]);
  // Asked last, so that no push overtakes the answer with a newer state.
  const online = await leases.online(ids);
  for (const id of ids) watchers.answered(id, online.has(id));
  return found.map((user) => toUser(user, online.has(user.id), hidden));
}

async function heartbeat(state: State): Promise<void> {
  const { users, leases, fanout, sockets, watchers } = state;
  await leases.renew(sockets.users());
  const watched = fanout.watchedUsers();
  const online = await leases.online(watched);
  const changed = watchers.changes(watched, online);
  if (changed.length === 0) return;
  // When the database is away this fails, and the next heartbeat finds the changes again.
  const found = await users.findByIds(changed);
  for (const id of changed) watchers.pushed(id, online.has(id));
  for (const user of found) pushHere(state, user.id, toUser(user, online.has(user.id)));
}

function pushEverywhere({ fanout, watchers }: State, id: UserId, user: User): void {
  watchers.pushed(id, user.online);
  fanout.publishChange(id, user);
}

function pushHere({ fanout, watchers }: State, id: UserId, user: User): void {
  watchers.pushed(id, user.online);
  fanout.toLocalWatchers(id, { users: [user] });
}
