/** Presence: pushes to the watchers of a user whether the user is online. */

import DataLoader from 'dataloader';
import type { User } from '../../protocol/shapes.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { PresenceLeases } from '../ports/presence-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';
import { type Absences, createAbsences } from './absences.ts';
import type { Attendance } from './attendance.ts';
import { type ConnectionCounts, createConnectionCounts } from './connection-counts.ts';
import { hidingLastSeen, untoldLastSeen } from './last-seen.ts';
import { type HiddenPeers, type People, toUser } from './people.ts';
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
  /** Pushes the current state of the user to this node's watchers. */
  showHere(id: UserId): Promise<void>;
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
  privacy: PrivacyCache;
  attendance: Attendance;
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
  const { leases, sockets, attendance } = state;
  const departures = createDepartures(state);
  return {
    async arrive(user) {
      if (!sockets.add(user.id) || absences.returned(user.id)) return;
      void attendance.arrived(user);
      const [isFirst, untold] = await Promise.all([leases.arrive(user.id), untoldOnArrival(state, user)]);
      // Its departure would be told before the arrival.
      if (isFirst && sockets.has(user.id)) pushEverywhere(state, user.id, toUser(user, true, noBlocks, untold));
    },
    async leave({ id }) {
      if (!sockets.remove(id) || !(await absences.isGone(id)) || sockets.has(id)) return;
      if (!(await leases.leave(id))) return;
      await Promise.all([attendance.left(id), departures.load(id)]);
    },
    endGrace: absences.end,
    publish: (...ids) => publish(state, ids),
    showHere: (id) => showHere(state, id),
    async relay(id, user) {
      const untold = await hidingLastSeen(state.privacy, [id]);
      const online = await leases.online([id]);
      pushHere(state, id, { ...user, online: online.has(id), ...(untold.has(id) ? { lastSeenAt: null } : {}) });
    },
    snapshot: (viewer, ids) => snapshot(state, viewer, ids),
    usersHere: sockets.users,
    heartbeat: () => heartbeat(state),
  };
}

const noBlocks: HiddenPeers = new Map();

/** A user who arrives for the first time costs no query. What cannot be found out is hidden. */
async function untoldOnArrival({ privacy }: State, { id, lastSeenAt }: UserRecord): Promise<ReadonlySet<UserId>> {
  if (lastSeenAt === null) return new Set();
  return hidingLastSeen(privacy, [id]).catch(() => new Set([id]));
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
  const [found, untold] = await Promise.all([state.users.findByIds(ids), hidingLastSeen(state.privacy, ids)]);
  const online = await state.leases.online(ids);
  for (const user of found) pushEverywhere(state, user.id, toUser(user, online.has(user.id), noBlocks, untold));
}

async function showHere(state: State, id: UserId): Promise<void> {
  if (!state.fanout.watchedUsers().includes(id)) return;
  const [[user], untold] = await Promise.all([state.users.findByIds([id]), hidingLastSeen(state.privacy, [id])]);
  const online = await state.leases.online([id]);
  if (user) pushHere(state, id, toUser(user, online.has(id), noBlocks, untold));
}

async function snapshot(state: State, viewer: UserId, ids: readonly UserId[]): Promise<User[]> {
  const { users, people, leases, watchers, privacy } = state;
  const [found, hidden, untold] = await Promise.all([
    users.findByIds(ids),
    people.blockedPeers(viewer),
    untoldLastSeen(privacy, viewer, ids),
  ]);
  // Asked last, so that no push overtakes the answer with a newer state.
  const online = await leases.online(ids);
  for (const id of ids) watchers.answered(id, online.has(id));
  return found.map((user) => toUser(user, online.has(user.id), hidden, untold));
}

async function heartbeat(state: State): Promise<void> {
  const { users, leases, fanout, sockets, watchers, attendance } = state;
  await Promise.all([leases.renew(sockets.users()), attendance.renew(sockets.users())]);
  const watched = fanout.watchedUsers();
  const online = await leases.online(watched);
  const changed = watchers.changes(watched, online);
  if (changed.length === 0) return;
  // When the database is away this fails, and the next heartbeat finds the changes again.
  const [found, untold] = await Promise.all([users.findByIds(changed), hidingLastSeen(state.privacy, changed)]);
  for (const id of changed) watchers.pushed(id, online.has(id));
  for (const user of found) pushHere(state, user.id, toUser(user, online.has(user.id), noBlocks, untold));
}

function pushEverywhere({ fanout, watchers }: State, id: UserId, user: User): void {
  watchers.pushed(id, user.online);
  fanout.publishChange(id, user);
}

function pushHere({ fanout, watchers }: State, id: UserId, user: User): void {
  watchers.pushed(id, user.online);
  fanout.toLocalWatchers(id, { users: [user] });
}
