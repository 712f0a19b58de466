/** Opens the browser's dialog for passkeys; every failure is a `WireFailure` with a message for the user. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import { WireFailure } from '../model/wire-failure.ts';
import { isText, objectOf } from './shape.ts';

export const isOptionsAnswer = objectOf<{ options: PasskeyOptions }>({ options: objectOf({ challenge: isText }) });

/** Browsers offer passkeys only on pages from HTTPS or from localhost. */
export const passkeysWork = typeof window.PublicKeyCredential === 'function';

/** Few visits use a passkey, so the library is loaded when one does. */
const library = () => import('@simplewebauthn/browser');

export function answerPasskey(options: PasskeyOptions): Promise<object> {
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON;
  return library()
    .then(({ startAuthentication }) => startAuthentication({ optionsJSON }))
    .catch(fail);
}

export function makePasskey(options: PasskeyOptions): Promise<object> {
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON;
  return library()
    .then(({ startRegistration }) => startRegistration({ optionsJSON }))
    .catch(fail);
}

const texts: Record<string, string> = {
  InvalidStateError: 'This device has a passkey for you already.',
  SecurityError: 'Passkeys do not work at this address: it has to be a name, and begin with https.',
};

function fail(error: unknown): never {
  const text = texts[(error as Error).name] ?? 'No passkey was used. Try again, or another way.';
  throw new WireFailure('forbidden', text);
}
