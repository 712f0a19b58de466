/** What the engine needs of the store of credentials. */
import type { Person, UserId } from './ports.ts';

/** Somebody has shown to be this person, by credentials of this version: a session is opened only if it is still the same. */
export interface Proof {
  person: Person;
  credentialVersion: number;
}

export interface Credentials extends Proof {
  passwordHash: string;
}

export interface CredentialStore {
  /** What this name proves itself by; null where nobody has it. */
  find(username: string): Promise<Credentials | null>;
  /** Puts another hash of the same password in the place of this one, if it is still there. */
  renewHash(id: UserId, from: string, to: string): Promise<void>;
}
