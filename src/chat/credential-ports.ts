/** What the engine needs of the store of credentials. */
import type { DisplayName, Person, SessionId, UserId } from './ports.ts';

/** Somebody has shown to be this person, by credentials of this version: a session is opened only if it is still the same. */
export interface Proof {
  person: Person;
  credentialVersion: number;
}

export interface Credentials extends Proof {
  passwordHash: string;
}

export interface CredentialStore {
  /** What this name proves itself by; null where nobody has it. */
  find(username: string): Promise<Credentials | null>;
  /** Puts another hash of the same password in the place of this one, if it is still there. */
  renewHash(id: UserId, from: string, to: string): Promise<void>;
  /**
   * From its commit on the old password opens nothing, and the old secret of the kept session finds none.
   * Answers the sessions it ended: all but that one.
   * @throws Refusal `invalid_credentials` when the credentials are no longer those proved; `unauthorized` when the kept session has ended
   */
  changePassword(change: PasswordChange): Promise<SessionId[]>;
  /** Another password, taken for so long; all sessions end. Answers which. */
  resetPassword(id: UserId, passwordHash: string, lifeMs: number): Promise<SessionId[]>;
  /**
   * Ends the account for good: its sessions end, its conversations take no more messages, and its rows say nothing more of
   * the person; the name stays taken. Answers the sessions it ended.
   * @throws Refusal `invalid_credentials` as above
   */
  erase(proof: Proof, shownAs: DisplayName): Promise<SessionId[]>;
}

export interface PasswordChange {
  /** By the old password. */
  proof: Proof;
  passwordHash: string;
  /** The session that goes on, under a new secret. */
  kept: { id: SessionId; secretHash: string };
}
