/** The browser's own dialogue for passkeys; whatever ends it is a `WireFailure` with words for a person. */
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import { WireFailure } from '../model/wire-failure.ts';

/** Browsers offer passkeys only where the page came over HTTPS, or from this very machine. */
export const passkeysWork = browserSupportsWebAuthn();

export function answerPasskey(options: PasskeyOptions): Promise<object> {
  return startAuthentication({ optionsJSON: options as never }).catch(fail);
}

export function makePasskey(options: PasskeyOptions): Promise<object> {
  return startRegistration({ optionsJSON: options as never }).catch(fail);
}

const texts: Record<string, string> = {
  InvalidStateError: 'This device has a passkey for you already.',
  SecurityError: 'Passkeys do not work at this address: it has to be a name, and begin with https.',
};

function fail(error: unknown): never {
  const text = texts[(error as Error).name] ?? 'No passkey was used. Try again, or another way.';
  throw new WireFailure('forbidden', text);
}
