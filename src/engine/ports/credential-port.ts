/** The store of passwords and of the version of an account's credentials. */
import type { SessionId, UserId } from './identifiers.ts';
import type { DisplayName, UserRecord } from './user-port.ts';

/** Proof that the caller is this user. A session opens only while the credentials still have this version. */
export interface Proof {
  user: UserRecord;
  credentialVersion: number;
}

/** An account that may be disabled: its proof then opens no session. */
export interface AccountState extends Proof {
  isDisabled: boolean;
}

export interface Credentials extends AccountState {
  passwordHash: string;
}

export interface PasswordChange {
  /** Proved with the old password. */
  proof: Proof;
  passwordHash: string;
  /** The caller's session, and the hash of the secret under which another one goes on for it. */
  replaced: { id: SessionId; secretHash: string };
}

export interface CredentialStore {
  /** Null for an unknown name. */
  find(username: string): Promise<Credentials | null>;
  /** Replaces the hash `from` by another hash of the same password, if `from` is still stored. */
  renewHash(id: UserId, from: string, to: string): Promise<void>;
  /**
   * After the commit the old password opens no session, and the old secret of the replaced session finds none.
   * Answers the sessions it ended: all that there were.
   * @throws Refusal `invalid_credentials` when the credentials have changed since the proof; `unauthorized` when the replaced session has ended
   */
  changePassword(change: PasswordChange): Promise<SessionId[]>;
  /** Sets a password that is valid for `lifeMs` and ends all sessions; answers which. */
  resetPassword(id: UserId, passwordHash: string, lifeMs: number): Promise<SessionId[]>;
  /**
   * Deletes the account: ends its sessions, closes its conversations and erases the personal data in its rows. The
   * username stays taken. Answers the sessions it ended.
   * @throws Refusal `invalid_credentials` as above
   */
  erase(proof: Proof, shownAs: DisplayName): Promise<SessionId[]>;
  /** From the commit on no session opens. Answers the sessions it ended: all. Disabling again is no error. */
  disable(id: UserId): Promise<SessionId[]>;
  /** Undoes `disable`; answers whether the account was disabled. */
  enable(id: UserId): Promise<boolean>;
}

/** The version of an account's credentials. */
export interface CredentialVersionStore {
  /** The proof that opens a session for this account now, unless it is disabled; null when the account is deleted. */
  proofOf(userId: UserId): Promise<AccountState | null>;
  /** Erases all factors and recovery codes. A login that began before opens no session. Answers the sessions it ended: all. */
  eraseFactors(userId: UserId): Promise<SessionId[]>;
}
