/** Encrypts what the database shall not be able to tell (AES-256-GCM), with a key drawn from each session secret. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

export interface Seal {
  /** Names today's key; what is sealed by it starts with this. */
  keyId: string;
  /** @param owner - whose it is: the text can be read for the same owner alone. */
  seal(text: string, owner: string): string;
  /** @throws Error when none of the keys fits, or text or owner were changed. */
  open(encrypted: string, owner: string): string;
}

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** @param secrets - the first seals, all open: a new one is put before the old one. */
export function createSeal(secrets: readonly string[], purpose: string): Seal {
  const keys = new Map(
    secrets.map((secret) => {
      const key = Buffer.from(hkdfSync('sha256', secret, '', `duologue ${purpose}`, 32));
      return [createHash('sha256').update(key).digest('base64url').slice(0, 8), key];
    }),
  );
  const [first] = keys;
  if (!first) throw new Error('There is no secret to seal with.');
  const [keyId, key] = first;

  function seal(text: string, owner: string): string {
    const iv = randomBytes(ivBytes);
    const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(owner));
    const parts = [iv, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()];
    return `${keyId}.${Buffer.concat(parts).toString('base64url')}`;
  }

  function open(encrypted: string, owner: string): string {
    const [id = '', body = ''] = encrypted.split('.');
    const fitting = keys.get(id);
    if (!fitting) throw new Error(`Sealed with a session secret that is no longer given (key ${id}).`);
    const bytes = Buffer.from(body, 'base64url');
    const opening = createDecipheriv(cipher, fitting, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
    opening.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-tagBytes));
    return opening.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + opening.final('utf8');
  }

  return { keyId, seal, open };
}
