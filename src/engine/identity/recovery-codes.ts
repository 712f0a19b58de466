/** Recovery codes: how one is made, how it is read however it was typed, and what is kept of it. */
import { createHash, randomBytes } from 'node:crypto';
import { factorLimits } from '../../protocol/limits.ts';

/** Crockford's base32: no I, L, O or U, so that nothing is mistaken when it is copied by hand. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 24;

/** Codes of 120 random bits each, in groups of six. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: factorLimits.recoveryCodes }, () => {
    const letters = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]);
    return letters.join('').replace(/.{6}(?=.)/g, '$&-');
  });
}

/** What is kept of a code; the same for every way to type it. */
export function recoveryCodeHash(typed: string): string {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return createHash('sha256').update(code).digest('base64url');
}
