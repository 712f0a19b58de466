/** Authenticator apps: the store of their encrypted secrets, and the check of their one-time codes (RFC 6238). */
import type { FactorAddition, FactorOwner } from './factor-port.ts';
import type { SessionId, UserId } from './identifiers.ts';

/** The same secret before and after it was encrypted with another key. */
export interface ReencryptedSecret {
  userId: UserId;
  from: string;
  to: string;
}

/** A secret is in force after its first code was given. */
export interface TotpStore {
  /** The secret in force. */
  find(userId: UserId): Promise<string | null>;
  /** The secret that waits for its first code, unless it has waited longer than `waitsMs`. */
  findPending(userId: UserId, waitsMs: number): Promise<string | null>;
  /** Replaces a waiting secret. Answers false and changes nothing when a secret is in force. */
  begin(userId: UserId, encrypted: string): Promise<boolean>;
  /**
   * Puts this secret in force. The step of its first code counts as used.
   * @throws Refusal `conflict` when it no longer waits
   */
  confirm(
    owner: FactorOwner,
    begun: { encrypted: string; step: number },
    codeHashes: readonly string[],
  ): Promise<FactorAddition<null>>;
  /** Uses the code of this step; false when it or a later one was used before, or the secret is no longer in force. */
  take(userId: UserId, encrypted: string, step: number): Promise<boolean>;
  /** Answers the sessions it ended. @throws Refusal `not_found` when none was in force */
  remove(owner: FactorOwner): Promise<SessionId[]>;
  /** A page of secrets that another key than this one encrypted, by user id, after `after`. */
  encryptedByOthers(
    keyId: string,
    page: { after: UserId; limit: number },
  ): Promise<{ userId: UserId; encrypted: string }[]>;
  /** Replaces each secret that is still stored as `from`, in one statement. */
  replaceEncrypted(secrets: readonly ReencryptedSecret[]): Promise<void>;
}

/** A secret is encrypted for its account: in another row it is worthless. */
export interface TotpCodes {
  create(userId: UserId, username: string): { secret: string; uri: string; encrypted: string };
  /** The time step of this code, if it is valid now; null otherwise. @throws Refusal `unavailable` when no key decrypts the secret */
  stepOf(userId: UserId, encrypted: string, code: string): number | null;
  /** The key that encrypts today. */
  keyId: string;
  /** The same secret, encrypted with today's key; null when no key decrypts it. */
  reencrypt(userId: UserId, encrypted: string): string | null;
}
