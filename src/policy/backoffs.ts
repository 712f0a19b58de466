/** How wrong passwords and codes slow down the next try. */

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
