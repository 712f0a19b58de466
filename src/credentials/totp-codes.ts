/** The one-time codes of authenticator apps: SHA-1, six digits, thirty seconds, which every app can do. */

import { Secret, TOTP } from 'otpauth';
import type { TotpCodes } from '../engine/ports/totp-port.ts';
import { Refusal } from '../protocol/refusals.ts';
import { createSeal } from './secret-encryption.ts';

const cannotCheck = 'Authentication codes cannot be checked now. Use a recovery code, or ask your administrator.';

const issuer = 'Duologue';
const periodSeconds = 30;

/** A code counts one step early and one late: clocks differ, and typing takes time. */
const window = 1;

/** @param secrets - the first seals, all open. */
export function createTotpCodes(secrets: readonly string[]): TotpCodes {
  const { keyId, seal, open } = createSeal(secrets, 'totp');
  const totpOf = (secret: Secret, label = '') =>
    new TOTP({ issuer, label, secret, algorithm: 'SHA1', digits: 6, period: periodSeconds });

  /** The user can do something about it, and so can the operator; neither is helped by `internal`. */
  function opened(userId: string, encrypted: string): string {
    try {
      return open(encrypted, userId);
    } catch (error) {
      throw new Refusal('unavailable', cannotCheck, {}, error as Error);
    }
  }

  return {
    keyId,
    create(userId, username) {
      const secret = new Secret({ size: 20 });
      return {
        secret: secret.base32,
        uri: totpOf(secret, username).toString(),
        encrypted: seal(secret.base32, userId),
      };
    },
    stepOf(userId, encrypted, code) {
      // The library fails on six characters that are not six bytes.
      if (!/^\d{6}$/.test(code)) return null;
      const timestamp = Date.now();
      const totp = totpOf(Secret.fromBase32(opened(userId, encrypted)));
      const delta = totp.validate({ token: code, timestamp, window });
      return delta === null ? null : totp.counter({ timestamp }) + delta;
    },
    reencrypt(userId, encrypted) {
      try {
        return seal(open(encrypted, userId), userId);
      } catch {
        return null;
      }
    },
  };
}
