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
  blocksMax: 1_000,
  /** How long "is typing" lasts after the last `typing`, in milliseconds. */
  typingMs: 5_000,
} as const;

export type Limits = typeof limits;

/** Second factors: how long what was begun waits to be finished (milliseconds), and how many an account may have. */
export const factorLimits = { challengeMs: 300_000, totpSetupMs: 600_000, passkeys: 20, recoveryCodes: 10 } as const;

/** The largest HTTP body and socket frame in bytes: 4,000 code points, each escaped as JSON at its longest (12 bytes), and room for the rest. */
export const frameMaxBytes = 64 * 1024;

/** How deep a payload may be nested; ours are three deep. What is deeper is not looked at. */
export const depthMax = 16;

/** The highest `seq` and cursor that fits the column (MySQL `INT`). */
export const seqMax = 2_147_483_647;

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

/** What one connection may send before it is closed, beyond being refused: who goes on like this does not listen. */
export const floods = {
  /** Packets of any kind, pings and acknowledgements included; twice what all the lines above let through. */
  packets: { points: 1_500, seconds: 10 },
  /** Events that do not exist. */
  unknownEvents: { points: 60, seconds: 60 },
} as const;

/** How many connections, whatever the rates. */
export const connectionLimits = {
  /** Sockets of one user on one node: each tab of each device. The next is refused. */
  socketsPerUser: 50,
  /** Connections of one address that have not said who they are; each has five seconds for it. The next is closed. */
  waitingPerAddress: 500,
} as const;

/** How much may wait for a client that does not read, before it is cut off. */
export const waitingMax = { packets: 256, bytes: 1024 * 1024 } as const;

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
