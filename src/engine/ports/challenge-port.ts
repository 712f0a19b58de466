/** The store of WebAuthn challenges. */
import type { UserId } from './identifiers.ts';

/** What the signature is for: to sign in by a passkey alone, after a password, or to add a passkey. */
export type ChallengePurpose = 'sign-in' | 'second-factor' | 'add';

export interface Challenge {
  purpose: ChallengePurpose;
  /** Null while the user is unknown. */
  userId: UserId | null;
  /** After a password: the version of the credentials that it proved. */
  credentialVersion: number | null;
}

export interface ChallengeStore {
  create(challenge: string, about: Challenge, lifeMs: number): Promise<void>;
  /** What the challenge was made for: once, and only while it lives. */
  take(challenge: string): Promise<Challenge | null>;
  /** Deletes the challenges that nobody answered in time. */
  purge(): Promise<number>;
}
