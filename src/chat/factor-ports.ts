/** What second factors and passkeys need from outside: their rows, the one-time codes and WebAuthn. Shelves implement these. */

import type { PasskeyAnswer, PasskeyCreation, PasskeyOptions } from '../protocol/factor-shapes.ts';
import type { Proof } from './credential-ports.ts';
import type { Caller, SessionId, UserId } from './ports.ts';

/**
 * By whom a factor is added or removed, or its recovery codes renewed. In one step with the change: no login that began
 * before it opens a session, every session of the account but this one ends, and recovery codes come with the first
 * factor and go with the last.
 * @throws Refusal `unauthorized` when that session has ended
 */
export type FactorOwner = Pick<Caller, 'id' | 'sessionId'>;

/** What a new factor brought about. */
export interface FactorAddition<T> {
  added: T;
  ended: SessionId[];
  /** The recovery codes that were offered are in force: it is the account's first factor. */
  isFirst: boolean;
}

/** The secret of an authenticator app. It is in force once its first code was given. */
export interface TotpStore {
  /** The secret in force. */
  find(userId: UserId): Promise<string | null>;
  /** The one that waits for its first code, unless it has for longer than `waitsMs`. */
  findPending(userId: UserId, waitsMs: number): Promise<string | null>;
  /** Puts a secret in the place of one that waits; false, and nothing done, when one is in force. */
  begin(userId: UserId, sealed: string): Promise<boolean>;
  /**
   * Puts this secret in force. The step of its first code counts as taken.
   * @throws Refusal `conflict` when it no longer waits
   */
  confirm(
    owner: FactorOwner,
    begun: { sealed: string; step: number },
    codeHashes: readonly string[],
  ): Promise<FactorAddition<null>>;
  /** Takes the code of this step; false when it, or a later one, was taken before, or the secret is no longer in force. */
  take(userId: UserId, sealed: string, step: number): Promise<boolean>;
  /** Answers the sessions it ended. @throws Refusal `not_found` when there was none in force */
  remove(owner: FactorOwner): Promise<SessionId[]>;
  /** Secrets that are not sealed by this key, by their accounts' ids, after one of them. */
  sealedByOthers(keyId: string, page: { after: UserId; limit: number }): Promise<{ userId: UserId; sealed: string }[]>;
  /** Puts each secret, sealed anew, in its own place, if it is still there: all of them in one step. */
  reseal(secrets: readonly Resealed[]): Promise<void>;
}

/** The same secret, sealed by another key. */
export interface Resealed {
  userId: UserId;
  from: string;
  to: string;
}

export interface RecoveryCodeStore {
  /**
   * In the place of all former ones. Answers the sessions it ended.
   * @throws Refusal `conflict` when the account has no factor that a code could stand in for
   */
  renew(owner: FactorOwner, hashes: readonly string[]): Promise<SessionId[]>;
  /** True once for each code. */
  take(userId: UserId, hash: string): Promise<boolean>;
  count(userId: UserId): Promise<number>;
}

/** What a key is known by, and checked with; both base64url. */
export interface PasskeyKey {
  credentialId: string;
  publicKey: string;
  /** How often it has signed, by its own count; 0 when it does not count. */
  counter: number;
  /** How a browser reaches it: "internal", "usb", … */
  transports: string[];
}

export interface Passkey extends PasskeyKey {
  id: string;
  userId: UserId;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export interface PasskeyStore {
  /** @throws Refusal `conflict` when the credential is known, or the account has as many as it may. */
  create(
    owner: FactorOwner,
    made: { name: string; key: PasskeyKey },
    codeHashes: readonly string[],
  ): Promise<FactorAddition<Passkey>>;
  list(userId: UserId): Promise<Passkey[]>;
  findByCredential(credentialId: string): Promise<Passkey | null>;
  /** Notes a use; false when the count has not risen since, or the passkey is no longer there. */
  use(id: string, counter: number): Promise<boolean>;
  /** Answers the sessions it ended. @throws Refusal `not_found` when this account has none of this id */
  remove(owner: FactorOwner, id: string): Promise<SessionId[]>;
}

/** What a signature is asked for: to sign in by it alone, after the password, or to add the passkey. */
export type ChallengePurpose = 'sign-in' | 'second-factor' | 'add';

export interface Challenge {
  purpose: ChallengePurpose;
  /** Null while nobody knows who will answer. */
  userId: UserId | null;
  /** After a password: the version of the credentials that it proved. */
  credentialVersion: number | null;
}

export interface ChallengeStore {
  create(challenge: string, about: Challenge, lifeMs: number): Promise<void>;
  /** What the challenge was made for, once, and only while it lives. */
  take(challenge: string): Promise<Challenge | null>;
  /** Forgets those that nobody answered in time. */
  purge(): Promise<number>;
}

export interface CredentialVersionStore {
  /** What opens a session for this account now; null when it is no longer there. */
  proofOf(userId: UserId): Promise<Proof | null>;
  /** Erases all factors and recovery codes; no login that began before opens a session. Answers the sessions it ended: all. */
  eraseFactors(userId: UserId): Promise<SessionId[]>;
}

/** All that the rules of factors are made of. */
export interface FactorParts {
  totp: TotpStore;
  recoveryCodes: RecoveryCodeStore;
  passkeys: PasskeyStore;
  challenges: ChallengeStore;
  versions: CredentialVersionStore;
  totpCodes: TotpCodes;
  webauthn: Webauthn;
}

/** One-time codes of authenticator apps (RFC 6238). A secret is sealed for its account: in another row it is worth nothing. */
export interface TotpCodes {
  create(userId: UserId, username: string): { secret: string; uri: string; sealed: string };
  /** The time step whose code this is, of those in force now; null when it is none. @throws Refusal `unavailable` when no key opens the secret */
  stepOf(userId: UserId, sealed: string, code: string): number | null;
  /** The key that seals today. */
  keyId: string;
  /** The same secret, sealed by today's key; null when no key opens it. */
  reseal(userId: UserId, sealed: string): string | null;
}

export type PasskeyList = readonly Pick<PasskeyKey, 'credentialId' | 'transports'>[];

/** WebAuthn, as the relying party. `origin` is the page's own, by which passkeys are bound to this site. */
export interface Webauthn {
  /** To sign in: by any passkey this browser has, or by one of these. `alone`: whoever holds it must also prove to be its owner. */
  askToSignIn(origin: string, want: { among: PasskeyList; alone: boolean }): Promise<PasskeyOptions>;
  /** To add one beside those the account has. */
  askToAdd(origin: string, account: { id: UserId; username: string }, known: PasskeyList): Promise<PasskeyOptions>;
  /** The challenge that an answer claims to have signed. */
  challengeOf(answer: PasskeyAnswer | PasskeyCreation): string | null;
  /** The new key; null when the answer does not hold. */
  checkCreation(origin: string, challenge: string, answer: PasskeyCreation): Promise<PasskeyKey | null>;
  /** The key's new count of signatures; null when the answer does not hold. */
  checkAnswer(
    origin: string,
    challenge: string,
    answer: PasskeyAnswer,
    by: { key: Passkey; alone: boolean },
  ): Promise<number | null>;
}
