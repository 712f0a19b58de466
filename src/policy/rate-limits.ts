/** The rate limit of every route and event. */
import type { Limit } from './limit.ts';

/** Admits `points` requests in `seconds`, counted from the first one. */
export interface RateLimit extends Limit {
  seconds: number;
  per: 'user' | 'address';
}

const window = { beyond: 'refused' } as const;
const ofAddress = { ...window, per: 'address' } as const;
const ofUser = { ...window, per: 'user', seconds: 10, counted: 'node' } as const;

/** Every route and event names one. */
export const rateLimits = {
  register: { ...ofAddress, counts: 'registrations', points: 100, seconds: 3_600, counted: 'cluster' },
  login: { ...ofAddress, counts: 'logins', points: 300, seconds: 300, counted: 'cluster' },
  handshake: { ...ofAddress, counts: 'handshakes without a live session', points: 120, seconds: 10, counted: 'node' },
  anybody: { ...ofAddress, counts: 'requests', points: 3_000, seconds: 10, counted: 'node' },
  arrival: { ...ofUser, counts: 'connections with a session', points: 200, seconds: 60, atOneAddress: 4_000 },
  account: { ...ofUser, counts: 'account changes', points: 30, seconds: 60, atOneAddress: 600 },
  send: { ...ofUser, counts: 'messages', points: 100, atOneAddress: 2_000 },
  read: { ...ofUser, counts: 'reads', points: 300, atOneAddress: 6_000 },
  receipt: { ...ofUser, counts: 'receipts', points: 300, atOneAddress: 6_000 },
  typing: { ...ofUser, counts: 'typing notices', points: 50, atOneAddress: 1_000 },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof rateLimits;
