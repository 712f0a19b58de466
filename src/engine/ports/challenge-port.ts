/** The store of WebAuthn challenges. */
import type { UserId } from './identifiers.ts';

/** The purpose of a signature: to sign in by a passkey alone, to complete a login, or to add a passkey. */
export type ChallengePurpose = 'sign-in' | 'second-factor' | 'add';

export interface Challenge {
  purpose: ChallengePurpose;
  /** Null while the user is unknown. */
  userId: UserId | null;
  /** For `second-factor`: the version of the credentials that the password proved. */
  credentialVersion: number | null;
}

export interface ChallengeStore {
  create(challenge: string, about: Challenge, lifeMs: number): Promise<void>;
  /** Uses the challenge up; null when it was used before or has expired. */
  take(challenge: string): Promise<Challenge | null>;
  /** Deletes expired challenges; answers how many. */
  purge(): Promise<number>;
}
