/** Every number that bounds what a client may send: sizes of values, frames and pages, and the rates of all routes and events. */

/** Sizes of values and pages; sent to every client in `welcome`. Text lengths count Unicode code points. */
export const limits = {
  bodyMaxLength: 4_000,
  displayNameMaxLength: 64,
  usernameMinLength: 3,
  usernameMaxLength: 32,
  passwordMinLength: 8,
  passwordMaxLength: 256,
  pageDefault: 10,
  pageMax: 100,
  watchMax: 200,
  /** How long "is typing" lasts after the last `typing`, in milliseconds. */
  typingMs: 5_000,
} as const;

export type Limits = typeof limits;

/** Second factors: how long what was begun waits to be finished (milliseconds), and how many an account may have. */
export const factorLimits = { challengeMs: 300_000, totpSetupMs: 600_000, passkeys: 20, recoveryCodes: 10 } as const;

/** The largest HTTP body and socket frame in bytes: 4,000 code points, each escaped as JSON at its longest (12 bytes), and room for the rest. */
export const frameMaxBytes = 64 * 1024;

/** The highest `seq` and cursor that fits the column (MySQL `INT`). */
export const seqMax = 2_147_483_647;

/** How often something may be done: `points` times in any window of `seconds`, counted per user or per address. */
export interface RateLimit {
  points: number;
  seconds: number;
  per: 'user' | 'address';
  /** `cluster`: counted once for all nodes (Redis). `node`: counted in this process, for what is too frequent to ask Redis. */
  counted: 'cluster' | 'node';
}

/**
 * The whole policy on one screen. A route or event names its line; nothing is without one.
 * When the cluster's counter store is down, each node counts for itself.
 */
export const rateLimits = {
  register: { points: 100, seconds: 3_600, per: 'address', counted: 'cluster' },
  login: { points: 300, seconds: 300, per: 'address', counted: 'cluster' },
  /** Handshakes without a live session: one with a session costs nobody else. */
  handshake: { points: 120, seconds: 10, per: 'address', counted: 'node' },
  account: { points: 30, seconds: 60, per: 'user', counted: 'node' },
  send: { points: 100, seconds: 10, per: 'user', counted: 'node' },
  read: { points: 300, seconds: 10, per: 'user', counted: 'node' },
  receipt: { points: 300, seconds: 10, per: 'user', counted: 'node' },
  typing: { points: 50, seconds: 10, per: 'user', counted: 'node' },
} as const satisfies Record<string, RateLimit>;

/** How wrong guesses slow down the next: so many are free, then each waits twice as long as the one before. */
export interface Backoff {
  free: number;
  firstSeconds: number;
  maxSeconds: number;
  /** All is forgotten this long after the first failure. */
  forgetSeconds: number;
}

/** Of one account; counted for all nodes, and by each for itself while the counter store is down. */
export const backoffs = {
  fromOneAddress: { free: 5, firstSeconds: 1, maxSeconds: 900, forgetSeconds: 3_600 },
  /** Not for addresses the account has signed in from: strangers lock nobody out. */
  fromAnywhere: { free: 50, firstSeconds: 1, maxSeconds: 60, forgetSeconds: 86_400 },
} as const satisfies Record<string, Backoff>;

export type BackoffName = keyof typeof backoffs;

export type RateLimitName = keyof typeof rateLimits;
