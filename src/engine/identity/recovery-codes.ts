/** Recovery codes: generation, and the hash that is stored. */
import { createHash, randomBytes } from 'node:crypto';
import { factorLimits } from '../../protocol/limits.ts';

/** Crockford's base32 without I, L, O and U, so that no character is misread when a user copies a code by hand. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 24;

/** Codes of 120 random bits each, in groups of six. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: factorLimits.recoveryCodes }, () => {
    const letters = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]);
    return letters.join('').replace(/.{6}(?=.)/g, '$&-');
  });
}

/** The stored hash of a code: the same for every spelling that a user may type. */
export function recoveryCodeHash(typed: string): string {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return createHash('sha256').update(code).digest('base64url');
}
