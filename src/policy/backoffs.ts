/** The back-off after wrong passwords and codes. */

/** After `free` failures each try waits twice as long as the one before, up to `maxSeconds`. */
export interface Backoff {
  free: number;
  firstSeconds: number;
  maxSeconds: number;
  /** The count starts anew this long after the first failure. */
  forgetSeconds: number;
}

/** Failures of one account, counted for all nodes. While the counter store is down, each node counts for itself. */
export const backoffs = {
  fromOneAddress: { free: 5, firstSeconds: 1, maxSeconds: 900, forgetSeconds: 3_600 },
  /** Does not apply to addresses that the account has signed in from, so that strangers lock no user out. */
  fromAnywhere: { free: 50, firstSeconds: 1, maxSeconds: 60, forgetSeconds: 86_400 },
} as const satisfies Record<string, Backoff>;

export type BackoffName = keyof typeof backoffs;
