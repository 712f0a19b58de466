/** What adding or removing a second factor does to the account, and the parts that the rules of factors need. */
import type { ChallengeStore } from './challenge-port.ts';
import type { CredentialVersionStore } from './credential-port.ts';
import type { Caller, SessionId } from './identifiers.ts';
import type { PasskeyStore } from './passkey-port.ts';
import type { RecoveryCodeStore } from './recovery-code-port.ts';
import type { TotpCodes, TotpStore } from './totp-port.ts';
import type { Webauthn } from './webauthn-port.ts';

/**
 * The session that adds or removes a factor, or renews the recovery codes. In one transaction with the change: no login
 * that began before it opens a session, every other session of the account ends, and recovery codes come with the first
 * factor and go with the last.
 * @throws Refusal `unauthorized` when that session has ended
 */
export type FactorOwner = Pick<Caller, 'id' | 'sessionId'>;

/** The effects of a new factor. */
export interface FactorAddition<T> {
  added: T;
  ended: SessionId[];
  /** It is the account's first factor: the offered recovery codes are in force. */
  isFirst: boolean;
}

export interface FactorParts {
  totp: TotpStore;
  recoveryCodes: RecoveryCodeStore;
  passkeys: PasskeyStore;
  challenges: ChallengeStore;
  versions: CredentialVersionStore;
  totpCodes: TotpCodes;
  webauthn: Webauthn;
}
