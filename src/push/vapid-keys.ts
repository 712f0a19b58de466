/** The VAPID keys that name this server to push services: configured, or created by the first node and shared by all. */
import webpush from 'web-push';
import type { InstallationKeyStore } from '../engine/ports/installation-key-port.ts';

export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/** Encrypts what is stored, bound to its name. */
export interface KeyCipher {
  keyId: string;
  encrypt(text: string, owner: string): string;
  decrypt(encrypted: string, owner: string): string;
}

const name = 'vapid';

/** Keys that cannot be decrypted are replaced: the secret is lost, and browsers subscribe again with the new key. */
export async function loadVapidKeys(store: InstallationKeyStore, cipher: KeyCipher): Promise<VapidKeys> {
  const fresh = () => cipher.encrypt(JSON.stringify(webpush.generateVAPIDKeys()), name);
  const stored = (await store.find(name)) ?? (await store.create(name, fresh()));
  const known = read(stored, cipher);
  if (known && stored.startsWith(`${cipher.keyId}.`)) return known;
  const next = known ? cipher.encrypt(JSON.stringify(known), name) : fresh();
  const kept = read(await store.replace(name, stored, next), cipher);
  if (!kept) throw new Error('Another node has stored VAPID keys that this SESSION_SECRET does not decrypt.');
  return kept;
}

function read(encrypted: string, cipher: KeyCipher): VapidKeys | null {
  try {
    return JSON.parse(cipher.decrypt(encrypted, name));
  } catch {
    return null;
  }
}
