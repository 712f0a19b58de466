/** Opens the browser's dialog for passkeys; every failure is a `WireFailure` with a message for the user. */
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import { WireFailure } from '../model/wire-failure.ts';

/** Browsers offer passkeys only on pages from HTTPS or from localhost. */
export const passkeysWork = browserSupportsWebAuthn();

export function answerPasskey(options: PasskeyOptions): Promise<object> {
  return startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON }).catch(fail);
}

export function makePasskey(options: PasskeyOptions): Promise<object> {
  return startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }).catch(fail);
}

const texts: Record<string, string> = {
  InvalidStateError: 'This device has a passkey for you already.',
  SecurityError: 'Passkeys do not work at this address: it has to be a name, and begin with https.',
};

function fail(error: unknown): never {
  const text = texts[(error as Error).name] ?? 'No passkey was used. Try again, or another way.';
  throw new WireFailure('forbidden', text);
}
