/** Encrypts secrets for the database (AES-256-GCM), with one key for each session secret. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

export interface SecretCipher {
  /** Names the key that encrypts; each encrypted text starts with it. */
  keyId: string;
  /** @param owner - bound to the text as additional data: only the same owner decrypts it. */
  encrypt(text: string, owner: string): string;
  /** @throws Error when no key fits, or when the text or the owner was changed */
  decrypt(encrypted: string, owner: string): string;
}

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** @param secrets - the first one encrypts, all decrypt: to rotate, put the new secret before the old one. */
export function createSecretCipher(secrets: readonly string[], purpose: string): SecretCipher {
  const keys = new Map(
    secrets.map((secret) => {
      const key = Buffer.from(hkdfSync('sha256', secret, '', `duologue ${purpose}`, 32));
      return [createHash('sha256').update(key).digest('base64url').slice(0, 8), key];
    }),
  );
  const [first] = keys;
  if (!first) throw new Error('There is no secret to encrypt with.');
  const [keyId, firstKey] = first;

  return {
    keyId,
    encrypt(text, owner) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, firstKey, iv).setAAD(Buffer.from(owner));
      const parts = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return `${keyId}.${Buffer.concat(parts).toString('base64url')}`;
    },
    decrypt(encrypted, owner) {
      const [id = '', body = ''] = encrypted.split('.');
      const key = keys.get(id);
      if (!key) throw new Error(`Encrypted with a session secret that is no longer configured (key ${id}).`);
      const bytes = Buffer.from(body, 'base64url');
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-tagBytes));
      return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
