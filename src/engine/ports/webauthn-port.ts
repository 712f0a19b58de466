/** WebAuthn as the relying party. `origin` is the page's own origin, to which passkeys are bound. */
import type { PasskeyAnswer, PasskeyCreation, PasskeyOptions } from '../../protocol/factor-shapes.ts';
import type { UserId } from './identifiers.ts';
import type { Passkey, PasskeyKey } from './passkey-port.ts';

export type PasskeyList = readonly Pick<PasskeyKey, 'credentialId' | 'transports'>[];

export interface Webauthn {
  /** Options to sign in by one of these passkeys, or by any. `alone`: the authenticator must also verify its owner. */
  askToSignIn(origin: string, want: { among: PasskeyList; alone: boolean }): Promise<PasskeyOptions>;
  /** Options to add a passkey beside the known ones. */
  askToAdd(origin: string, account: { id: UserId; username: string }, known: PasskeyList): Promise<PasskeyOptions>;
  /** The challenge that an answer claims to have signed. */
  challengeOf(answer: PasskeyAnswer | PasskeyCreation): string | null;
  /** The new key; null when the answer is not valid. */
  checkCreation(origin: string, challenge: string, answer: PasskeyCreation): Promise<PasskeyKey | null>;
  /** The key's new count of signatures; null when the answer is not valid. */
  checkAnswer(
    origin: string,
    challenge: string,
    answer: PasskeyAnswer,
    by: { key: Passkey; alone: boolean },
  ): Promise<number | null>;
}
