/** The rate limit of every route and event. */

/**
 * Admits `points` requests in `seconds`, counted from the first one, per user or per address.
 * An address is one IPv4 address or a /64 of IPv6.
 */
export interface RateLimit {
  points: number;
  seconds: number;
  per: 'user' | 'address';
  /** With `per: 'user'`: the sum for all users of one address, for example an office. */
  atOneAddress?: number;
  /** `cluster`: counted in Redis for all nodes. `node`: counted in this process, for requests too frequent to ask Redis. */
  counted: 'cluster' | 'node';
}

/**
 * All rate limits. Every route and event names one.
 * While Redis is down, each node counts for itself: requests are neither unlimited nor refused.
 */
export const rateLimits = {
  register: { points: 100, seconds: 3_600, per: 'address', counted: 'cluster' },
  login: { points: 300, seconds: 300, per: 'address', counted: 'cluster' },
  /** Handshakes without a live session. */
  handshake: { points: 120, seconds: 10, per: 'address', counted: 'node' },
  /** Requests that need no session: health, API description, the page's files. */
  anybody: { points: 3_000, seconds: 10, per: 'address', counted: 'node' },
  account: { points: 30, seconds: 60, per: 'user', atOneAddress: 600, counted: 'node' },
  send: { points: 100, seconds: 10, per: 'user', atOneAddress: 2_000, counted: 'node' },
  read: { points: 300, seconds: 10, per: 'user', atOneAddress: 6_000, counted: 'node' },
  receipt: { points: 300, seconds: 10, per: 'user', atOneAddress: 6_000, counted: 'node' },
  typing: { points: 50, seconds: 10, per: 'user', atOneAddress: 1_000, counted: 'node' },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof rateLimits;
