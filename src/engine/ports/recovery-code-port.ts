/** The store of recovery codes. */
import type { FactorOwner } from './factor-port.ts';
import type { SessionId, UserId } from './identifiers.ts';

export interface RecoveryCodeStore {
  /**
   * Replaces all codes. Answers the sessions it ended.
   * @throws Refusal `conflict` when the account has no second factor
   */
  renew(owner: FactorOwner, hashes: readonly string[]): Promise<SessionId[]>;
  /** True once for each code. */
  take(userId: UserId, hash: string): Promise<boolean>;
  count(userId: UserId): Promise<number>;
}
