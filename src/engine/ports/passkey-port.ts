/** The store of passkeys. */
import type { FactorAddition, FactorOwner } from './factor-port.ts';
import type { SessionId, UserId } from './identifiers.ts';

/** The credential id and the public key of a passkey, both base64url. */
export interface PasskeyKey {
  credentialId: string;
  publicKey: string;
  /** The authenticator's own count of signatures; 0 when it does not count. */
  counter: number;
  /** The transports by which a browser reaches the authenticator: "internal", "usb", … */
  transports: string[];
}

export interface Passkey extends PasskeyKey {
  id: string;
  userId: UserId;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export interface PasskeyStore {
  /** @throws Refusal `conflict` when the credential is known, or the account has as many as it may. */
  create(
    owner: FactorOwner,
    made: { name: string; key: PasskeyKey },
    codeHashes: readonly string[],
  ): Promise<FactorAddition<Passkey>>;
  list(userId: UserId): Promise<Passkey[]>;
  findByCredential(credentialId: string): Promise<Passkey | null>;
  /** Records a use; false when the count has not risen since, or the passkey was removed. */
  use(id: string, counter: number): Promise<boolean>;
  /** Answers the sessions it ended. @throws Refusal `not_found` when this account has no passkey with this id */
  remove(owner: FactorOwner, id: string): Promise<SessionId[]>;
}
