/** Hashing and checking passwords. */

export interface Passwords {
  /** Asked before any look-up. @throws Refusal `unavailable` when so many wait that no hash could begin now. */
  admit(): void;
  hash(password: string): Promise<string>;
  /** Checks the password against the hash. Without a hash it spends the same time and answers false. */
  verify(password: string, hash: string | null): Promise<boolean>;
  /** Whether the hash was made with other parameters than today's. */
  isOutdated(hash: string): boolean;
  /** Whether the password is in the list of common passwords. */
  isCommon(password: string): boolean;
}
