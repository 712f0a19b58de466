/** The rate limit of every route and event. */

/**
 * How often something may be done: `points` at once, and all of them again `seconds` after the first, counted per user or
 * per address. An address is one of IPv4 or a /64 of IPv6.
 */
export interface RateLimit {
  points: number;
  seconds: number;
  per: 'user' | 'address';
  /** With `per: 'user'`: how much all people at one address may do together; an office has one address. */
  atOneAddress?: number;
  /** `cluster`: counted once for all nodes (Redis). `node`: counted in this process, for what is too frequent to ask Redis. */
  counted: 'cluster' | 'node';
}

/**
 * The whole policy on one screen. A route or event names its line; nothing is without one.
 * When the cluster's counter store is down, each node counts for itself: nothing is open, nothing is shut.
 */
export const rateLimits = {
  register: { points: 100, seconds: 3_600, per: 'address', counted: 'cluster' },
  login: { points: 300, seconds: 300, per: 'address', counted: 'cluster' },
  /** Handshakes without a live session: one with a session costs nobody else. */
  handshake: { points: 120, seconds: 10, per: 'address', counted: 'node' },
  /** What anybody may ask a node: its health, its description, the page's files. */
  anybody: { points: 3_000, seconds: 10, per: 'address', counted: 'node' },
  account: { points: 30, seconds: 60, per: 'user', atOneAddress: 600, counted: 'node' },
  send: { points: 100, seconds: 10, per: 'user', atOneAddress: 2_000, counted: 'node' },
  read: { points: 300, seconds: 10, per: 'user', atOneAddress: 6_000, counted: 'node' },
  receipt: { points: 300, seconds: 10, per: 'user', atOneAddress: 6_000, counted: 'node' },
  typing: { points: 50, seconds: 10, per: 'user', atOneAddress: 1_000, counted: 'node' },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof rateLimits;
