/** Hashing and checking passwords. */

export interface Passwords {
  /**
   * Called before any query.
   * @param lane - whose share of the hashing this uses (`laneOf`); lanes take turns
   * @throws Refusal `unavailable` when the lane or the queue of hashes is full
   */
  admit(lane?: string): void;
  hash(password: string, lane?: string): Promise<string>;
  /** Checks the password against the hash. Without a hash it spends the same time and answers false. */
  verify(password: string, hash: string | null, lane?: string): Promise<boolean>;
  /** Whether the hash was made with other parameters than today's. */
  isOutdated(hash: string): boolean;
  /** Whether the password is in the list of common passwords. */
  isCommon(password: string): boolean;
}
