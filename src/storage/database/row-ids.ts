/** Makes the ids of rows: opaque, 16 characters, made by us so that no insert waits for a counter. */
import { randomBytes } from 'node:crypto';

/** 48 bits of time, so that neighbours in time are neighbours in the index, and 48 random bits; base64url. */
export function newId(): string {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(Date.now(), 0, 6);
  randomBytes(6).copy(bytes, 6);
  return bytes.toString('base64url');
}
