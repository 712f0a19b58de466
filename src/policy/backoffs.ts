/** The back-off after wrong passwords, codes and invites. */
import type { Limit } from './limit.ts';

/** `points` failures are free. Then each try waits twice as long as the one before, up to `maxSeconds`. */
export interface Backoff extends Limit {
  firstSeconds: number;
  maxSeconds: number;
  /** The count starts anew this long after the first failure. */
  seconds: number;
}

const failures = { firstSeconds: 1, counted: 'cluster', per: 'account', beyond: 'delayed' } as const;

/** No stranger can use these up. */
const known = { ...failures, points: 5, seconds: 3_600, maxSeconds: 900 } as const;

/** Failures, counted for all nodes. While the counter store is down, each node counts for itself. */
export const backoffs = {
  fromOneAddress: {
    ...failures,
    counts: 'wrong passwords or codes from one address',
    points: 5,
    seconds: 3_600,
    maxSeconds: 900,
  },
  fromDevice: { ...known, counts: 'wrong passwords or codes from a device that has signed in before' },
  fromSession: { ...known, counts: 'wrong passwords or codes of a live session' },
  /** Does not apply to addresses that the account has signed in from, so that strangers lock no user out. */
  fromAnywhere: {
    ...failures,
    counts: 'wrong passwords or codes from all addresses',
    points: 50,
    seconds: 3_600,
    maxSeconds: 60,
  },
  /** Only wrong codes are counted: a valid invite at the same address never waits. */
  inviteGuesses: {
    ...failures,
    counts: 'wrong codes of invites from one address',
    per: 'address',
    points: 10,
    seconds: 3_600,
    maxSeconds: 60,
  },
} as const satisfies Record<string, Backoff>;

export type BackoffName = keyof typeof backoffs;
