/** One-time codes of authenticator apps (RFC 6238): SHA-1, six digits, 30 seconds, which every app supports. */

import { Secret, TOTP } from 'otpauth';
import type { TotpCodes } from '../engine/ports/totp-port.ts';
import { Refusal } from '../protocol/refusals.ts';
import { createSecretCipher } from './secret-encryption.ts';

const cannotCheck = 'Authentication codes cannot be checked now. Use a recovery code, or ask your administrator.';

const issuer = 'Duologue';
const periodSeconds = 30;

/** A code is valid one step early and one step late: clocks differ, and typing takes time. */
const window = 1;

/** @param secrets - the session secrets: the first one encrypts, all decrypt. */
export function createTotpCodes(secrets: readonly string[]): TotpCodes {
  const cipher = createSecretCipher(secrets, 'totp');

  /** `unavailable` instead of `internal`: the user has a recovery code, and the operator can restore the secret. */
  function decrypt(userId: string, encrypted: string): string {
    try {
      return cipher.decrypt(encrypted, userId);
    } catch (error) {
      throw new Refusal('unavailable', cannotCheck, {}, error as Error);
    }
  }

  return {
    keyId: cipher.keyId,
    create(userId, username) {
      const secret = new Secret({ size: 20 });
      return {
        secret: secret.base32,
        uri: totpOf(secret, username).toString(),
        encrypted: cipher.encrypt(secret.base32, userId),
      };
    },
    stepOf(userId, encrypted, code) {
      // The library throws on six characters that are not six bytes.
      if (!/^\d{6}$/.test(code)) return null;
      const timestamp = Date.now();
      const totp = totpOf(Secret.fromBase32(decrypt(userId, encrypted)));
      const delta = totp.validate({ token: code, timestamp, window });
      return delta === null ? null : totp.counter({ timestamp }) + delta;
    },
    reencrypt(userId, encrypted) {
      try {
        return cipher.encrypt(cipher.decrypt(encrypted, userId), userId);
      } catch {
        return null;
      }
    },
  };
}

const totpOf = (secret: Secret, label = '') =>
  new TOTP({ issuer, label, secret, algorithm: 'SHA1', digits: 6, period: periodSeconds });
