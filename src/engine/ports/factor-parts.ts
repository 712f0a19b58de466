/** The stores and checks that the rules of second factors need. */
import type { ChallengeStore } from './challenge-port.ts';
import type { CredentialVersionStore } from './credential-port.ts';
import type { PasskeyStore } from './passkey-port.ts';
import type { RecoveryCodeStore } from './recovery-code-port.ts';
import type { TotpCodes, TotpStore } from './totp-port.ts';
import type { Webauthn } from './webauthn-port.ts';

export interface FactorParts {
  totp: TotpStore;
  recoveryCodes: RecoveryCodeStore;
  passkeys: PasskeyStore;
  challenges: ChallengeStore;
  versions: CredentialVersionStore;
  totpCodes: TotpCodes;
  webauthn: Webauthn;
}
