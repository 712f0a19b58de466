/** The periodic work on sessions: finds those that ended, closes their sockets, and keeps those of connected users in use. */
import { createPollWindow } from '../poll-window.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import { endsMax, rememberMs } from './recent-ends.ts';
import { type LookUpParts, lookUpMax } from './session-lookups.ts';

const minute = 60_000;

/** Rows of ended sessions are deleted after this time, in milliseconds. No node may sleep longer and keep their sockets. */
const keepEndedMs = 24 * 60 * minute;

/** Interval of `maintain`, in milliseconds; half of the time for which a cached session is trusted. */
const maintenanceMs = 5 * minute;

export function createSessionPoll(parts: LookUpParts, fanout: Fanout): () => Promise<void> {
  const { store, ends, life } = parts;
  const inPollWindow = createPollWindow(rememberMs);
  // The monotonic clock: the wall clock may jump.
  let maintainAt = performance.now() + maintenanceMs;

  async function findEnded(windowMs: number): Promise<void> {
    const startedAt = performance.now();
    const found = await store.overWithin(windowMs, { idleMs: life.idleMs, limit: endsMax });
    ends.polled(startedAt, found);
    fanout.closeLocalSessions(found.ids);
    if (!found.isComplete) await verifyLocal(parts, fanout);
  }

  /** Records that connected sessions are in use, and deletes the rows of sessions that ended long ago. */
  async function maintain(): Promise<void> {
    await store.touch(fanout.localSessions(), life);
    await verifyLocal(parts, fanout);
    await store.purge(keepEndedMs);
  }

  return async () => {
    await inPollWindow(findEnded);
    const now = performance.now();
    if (now < maintainAt) return;
    maintainAt = now + maintenanceMs;
    await maintain();
  };
}

/** Closes local sockets of sessions that are not live, and keeps the others in the cache, for when their clients reconnect. */
async function verifyLocal({ store, cache, life }: LookUpParts, fanout: Fanout): Promise<void> {
  const ids = fanout.localSessions();
  for (let start = 0; start < ids.length; start += lookUpMax) {
    const some = ids.slice(start, start + lookUpMax);
    const verified = await store.verify('id', some, life);
    const live = new Set(verified.map(({ id }) => id));
    fanout.closeLocalSessions(some.filter((id) => !live.has(id)));
    await cache?.write(verified);
  }
}
