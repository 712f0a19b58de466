/** The rate limit of every route and event. */
import type { Limit } from './limit.ts';

/** Admits `points` requests in `seconds`, counted from the first one. */
export interface RateLimit extends Limit {
  seconds: number;
  per: 'user' | 'account' | 'session' | 'address';
  /** A node begins the work of all points in no less than this time; without it, at once. */
  spreadSeconds?: number;
}

const window = { beyond: 'refused' } as const;
const ofAddress = { ...window, per: 'address' } as const;
const loginOfStranger = { ...ofAddress, points: 300, seconds: 300, counted: 'cluster' } as const;
const ofUser = { ...window, per: 'user', seconds: 10, counted: 'node' } as const;

/** Every route and event names one. */
export const rateLimits = {
  register: { ...ofAddress, counts: 'registrations', points: 100, seconds: 3_600, counted: 'cluster' },
  /** Each kind of login has its own, so that one cannot use up another. */
  login: { ...loginOfStranger, counts: 'logins by password' },
  passkeyOptions: { ...loginOfStranger, counts: 'requests for the options of a passkey login' },
  passkeyLogin: { ...loginOfStranger, counts: 'logins by passkey' },
  /** A password of another account is charged to `login` as well. */
  deviceLogin: {
    ...window,
    counts: 'logins from devices that the account has signed in from',
    points: 60,
    seconds: 300,
    per: 'account',
    counted: 'cluster',
  },
  handshake: { ...ofAddress, counts: 'handshakes without a live session', points: 120, seconds: 10, counted: 'node' },
  anybody: { ...ofAddress, counts: 'requests without a session cookie', points: 3_000, seconds: 10, counted: 'node' },
  session: {
    ...window,
    counts: 'requests and connections with a session cookie',
    points: 3_000,
    seconds: 10,
    per: 'session',
    counted: 'node',
  },
  /** Each refusal is logged, so their number is bounded. */
  foreign: {
    ...ofAddress,
    counts: 'requests of other websites and for other hosts',
    points: 100,
    seconds: 10,
    counted: 'node',
  },
  opening: {
    ...ofAddress,
    counts: 'connections that are opened without a session cookie',
    points: 3_000,
    seconds: 10,
    counted: 'node',
  },
  arrival: { ...ofUser, counts: 'connections with a session', points: 200, seconds: 60, atOneAddress: 4_000 },
  account: { ...ofUser, counts: 'account changes', points: 30, seconds: 60, atOneAddress: 600 },
  export: {
    ...window,
    counts: 'exports that are begun',
    points: 1,
    seconds: 3_600,
    per: 'user',
    atOneAddress: 20,
    counted: 'cluster',
  },
  send: { ...ofUser, counts: 'messages', points: 100, atOneAddress: 2_000 },
  change: { ...ofUser, counts: 'changes of messages', points: 100, atOneAddress: 2_000 },
  draft: { ...ofUser, counts: 'saved drafts', points: 100, atOneAddress: 2_000 },
  /** Spread, because a node reads as fast as it can, while others wait. Deadlines leave more time than that. */
  read: {
    ...ofUser,
    counts: 'reads; a large page counts as several, and a burst is spread over two seconds',
    points: 300,
    atOneAddress: 6_000,
    spreadSeconds: 2,
  },
  download: {
    ...ofUser,
    counts: 'downloads of files, their previews and pictures of users',
    points: 600,
    atOneAddress: 12_000,
  },
  upload: { ...ofUser, counts: 'requests of uploads', points: 300, atOneAddress: 6_000 },
  receipt: { ...ofUser, counts: 'receipts', points: 300, atOneAddress: 6_000 },
  typing: { ...ofUser, counts: 'typing notices', points: 50, atOneAddress: 1_000 },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof rateLimits;

/** A /48 of IPv6 has this many times the limit of one address. */
export const siteShare = 10;
