/** Collects the attempts to change rooms, and the times in which a user was certainly not in a room. */
import type { HistoryEvent } from './fault-history.ts';
import type { RoomChangeKind } from './room-change.ts';

/** An attempt without an answer may take effect for this long after it ended, in ms. */
const lateMs = 30_000;

export interface RoomAttempt {
  kind: RoomChangeKind;
  conversation: string;
  user: string;
  /** The title, or the user. */
  value: string;
  from: number;
  /** The end of the time in which it may take effect. */
  until: number;
  phase: 'ok' | 'fail' | 'unknown';
}

/** By conversation, in order of their beginning. */
export function collectRoomAttempts(history: readonly HistoryEvent[]): Map<string, RoomAttempt[]> {
  const found = new Map<string, RoomAttempt[]>();
  const open = new Map<number, RoomAttempt>();
  for (const { op, phase, call = 0, conversation = '', user = '', kind, value = '', t } of history) {
    if (op !== 'room') continue;
    const attempt = open.get(call);
    if (phase === 'invoke') {
      const until = Number.POSITIVE_INFINITY;
      const begun: RoomAttempt = {
        kind: kind as RoomChangeKind,
        conversation,
        user,
        value,
        from: t,
        until,
        phase: 'unknown',
      };
      open.set(call, begun);
      found.set(conversation, [...(found.get(conversation) ?? []), begun]);
    } else if (attempt && phase !== 'seen') {
      attempt.phase = phase;
      attempt.until = phase === 'unknown' ? t + lateMs : t;
    }
  }
  return found;
}

/** Those that may have been the last: no acknowledged one has begun after their end. */
export function possiblyLast(attempts: readonly RoomAttempt[]): RoomAttempt[] {
  const acked = attempts.filter(({ phase }) => phase === 'ok');
  const lastBegun = acked.reduce((latest, { from }) => Math.max(latest, from), Number.NEGATIVE_INFINITY);
  return attempts.filter(({ phase, until }) => phase !== 'fail' && until >= lastBegun);
}

/** A time in which a user was certainly not in a room. */
export interface Absence {
  conversation: string;
  user: string;
  from: number;
  until: number;
}

/** From an acknowledged removal until the first attempt to add the user again. */
export function absencesIn(attempts: readonly RoomAttempt[]): Absence[] {
  const additions = attempts.filter(({ kind, phase }) => kind === 'add' && phase !== 'fail');
  const removals = attempts.filter(({ kind, phase }) => kind === 'remove' && phase === 'ok');
  return removals.flatMap(({ conversation, value: user, from, until }) => {
    const ofUser = additions.filter((one) => one.value === user && one.until >= from);
    // One at the same time may have come after the removal.
    if (ofUser.some((one) => one.from <= until)) return [];
    const back = Math.min(...ofUser.map((one) => one.from), Number.POSITIVE_INFINITY);
    return [{ conversation, user, from: until, until: back }];
  });
}
