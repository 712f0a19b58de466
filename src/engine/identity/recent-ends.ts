/** The sessions that ended in the last minutes, as the polls of the database report them: no cached entry of these is trusted. */

import type { SessionId } from '../ports/identifiers.ts';
import type { EndedSessions } from '../ports/session-port.ts';

/** A cached entry is trusted for this long after the database verified it, in milliseconds. */
export const trustMs = 10 * 60_000;

/** An end is remembered for longer than any entry from before it is trusted, in milliseconds. */
export const rememberMs = trustMs + 60_000;

/** After this time without a successful poll, no entry is trusted, in milliseconds. */
const silenceMs = 4_000;

/** The clocks of database and node may differ by this much from one poll to the next, in milliseconds. */
const jumpMs = 5_000;

/** Ends of one poll, and remembered ends; beyond these no entry is trusted. An id takes some 100 bytes. */
export const endsMax = 50_000;

export interface RecentEnds {
  /** Whether this session's entry of the cache still holds. @param verifiedAt - by the database's clock. */
  isTrusted(id: SessionId, verifiedAt: number): boolean;
  /** Remembers sessions that this node ended. */
  note(ids: readonly SessionId[]): void;
  /** Remembers what a poll found. @param startedAt - monotonic time of the start of the poll. */
  polled(startedAt: number, found: EndedSessions): void;
  /** The time of the database that has certainly passed, in whole milliseconds since 1970; null when it is not known. */
  databaseTime(): number | null;
}

/** Times are monotonic, except those of the database. */
interface State {
  /** When each end was noted, oldest first. */
  ends: Map<SessionId, number>;
  /** The start and the end of the last successful poll, and the database's time in between. */
  last: { startedAt: number; endedAt: number; database: number } | null;
  /** Until then, ends may be missing. */
  doubtUntil: number;
}

export function createRecentEnds(): RecentEnds {
  const state: State = { ends: new Map(), last: null, doubtUntil: 0 };
  return {
    isTrusted(id, verifiedAt) {
      const now = performance.now();
      const last = known(state, now);
      if (last === null || state.ends.has(id)) return false;
      // Counted from the start of the poll, so that the age is never too small.
      const age = last.database + now - last.startedAt - verifiedAt;
      return age >= 0 && age <= trustMs;
    },
    note: (ids) => remember(state, ids),
    polled: (startedAt, found) => polled(state, startedAt, found),
    databaseTime() {
      const now = performance.now();
      const last = known(state, now);
      return last === null ? null : Math.floor(last.database + now - last.endedAt);
    },
  };
}

/** The last poll; null when it is too old, or when ends may be missing. */
function known({ last, doubtUntil }: State, now: number): State['last'] {
  return last === null || now - last.startedAt > silenceMs || now < doubtUntil ? null : last;
}

function polled(state: State, startedAt: number, { ids, isComplete, now: database }: EndedSessions): void {
  const endedAt = performance.now();
  const { last } = state;
  // A process or a host that was suspended may not have noticed how much time has passed.
  const jump = last === null ? 0 : database - last.database - (startedAt - last.startedAt);
  if (Math.abs(jump) > jumpMs || !isComplete) state.doubtUntil = endedAt + rememberMs;
  state.last = { startedAt, endedAt, database };
  remember(state, ids);
}

function remember(state: State, ids: readonly SessionId[]): void {
  const { ends } = state;
  const now = performance.now();
  for (const id of ids) {
    ends.delete(id);
    ends.set(id, now);
  }
  for (const [id, notedAt] of ends) {
    const isForgotten = now - notedAt > rememberMs;
    if (!isForgotten && ends.size <= endsMax) break;
    if (!isForgotten) state.doubtUntil = now + rememberMs;
    ends.delete(id);
  }
}
