/** Rate limits and back-off counters. */
import type { BackoffName } from '../../policy/backoffs.ts';
import type { RateLimitName } from '../../policy/rate-limits.ts';

export interface RateLimiter {
  /**
   * @param key - the user id or the address block, as the limit's `per` says.
   * @param address - the address block of a user, for limits that also count `atOneAddress`.
   * @param points - what the request costs, 1 by default.
   * @throws Refusal `rate_limited` with `retryAfterMs`
   */
  charge(limit: RateLimitName, key: string, address?: string, points?: number): Promise<void>;
}

/** Counts wrong passwords and codes. `backoffs` says how many are free and how long the next try waits. */
export interface FailureCounter {
  /** Counts one failure before it is known to be one. @throws Refusal `rate_limited` before the next try is due */
  count(backoff: BackoffName, key: string): Promise<void>;
  /** Takes a failure back: the try did not fail. */
  takeBack(backoff: BackoffName, key: string): Promise<void>;
  /** Clears the count after a right answer. */
  forget(backoff: BackoffName, key: string): Promise<void>;
}
