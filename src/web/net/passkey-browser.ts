/** Opens the browser's dialog for passkeys; every failure is a `WireFailure`. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import { type FailureCode, WireFailure } from '../model/wire-failure.ts';
import { isText, objectOf } from './shape.ts';

export const isOptionsAnswer = objectOf<{ options: PasskeyOptions }>({ options: objectOf({ challenge: isText }) });

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

const codes: Partial<Record<string, FailureCode>> = {
  InvalidStateError: 'passkey_exists',
  SecurityError: 'passkey_address',
};

function fail(error: unknown): never {
  const { name, message } = error as Error;
  throw new WireFailure(codes[name] ?? 'passkey_unused', message);
}
