/** Random codes that people copy by hand, and the hash under which they are stored. */
import { createHash, randomBytes } from 'node:crypto';

/** Crockford's base32 without I, L, O and U, so that no character is misread. It has 32 letters: each holds 5 bits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export function newReadableCode(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** The stored hash of a code: the same for every spelling that a user may type. */
export function readableCodeHash(typed: string): string {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return createHash('sha256').update(code).digest('base64url');
}
