/** The browser's own dialogue for passkeys; whatever ends it is a `WireFailure` with words for a person. */
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import { WireFailure } from '../model/wire-failure.ts';

export function answerPasskey(options: PasskeyOptions): Promise<object> {
  return startAuthentication({ optionsJSON: options as never }).catch(fail);
}

export function makePasskey(options: PasskeyOptions): Promise<object> {
  return startRegistration({ optionsJSON: options as never }).catch(fail);
}

function fail(error: unknown): never {
  const known = (error as Error).name === 'InvalidStateError';
  const text = known ? 'This device has a passkey for you already.' : 'No passkey was used. Try again, or another way.';
  throw new WireFailure('forbidden', text);
}
