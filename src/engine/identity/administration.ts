/** The administrator's actions on an account from the command line. None reveals a secret of the owner. */

import { randomBytes } from 'node:crypto';
import { sessionLife } from '../../policy/session-life.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { CredentialStore } from '../ports/credential-port.ts';
import type { FactorParts } from '../ports/factor-parts.ts';
import type { UserId } from '../ports/identifiers.ts';
import type { Passwords } from '../ports/password-port.ts';
import type { SessionStore } from '../ports/session-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';
import { foldUsername } from './names.ts';

/** A password of `resetPassword` is valid for this long, in milliseconds; the owner sets another one meanwhile. */
export const temporaryPasswordMs = 24 * 3_600_000;

/** How many factors of each kind an account has. */
export interface FactorCounts {
  totp: boolean;
  passkeys: number;
  recoveryCodes: number;
}

/** All throw the refusal `not_found` for an unknown username. */
export interface Administration {
  /** Ends all sessions and answers a password of 120 random bits, so that no administrator chooses one for a user. */
  resetPassword(username: string): Promise<string>;
  /** For a lost phone: the password alone signs in again. Ends all sessions. */
  removeFactors(username: string): Promise<{ removed: FactorCounts; endedSessions: number }>;
  /** Answers how many sessions it ended. */
  endSessions(username: string): Promise<number>;
  show(username: string): Promise<{ user: UserRecord; liveSessions: number; factors: FactorCounts }>;
}

export interface AdministrationParts extends Pick<FactorParts, 'totp' | 'passkeys' | 'recoveryCodes' | 'versions'> {
  users: UserStore;
  credentials: CredentialStore;
  sessions: SessionStore;
  passwords: Passwords;
}

/** Publishes nothing: each node finds the ended sessions within a second and closes their sockets. */
export function createAdministration(parts: AdministrationParts): Administration {
  const { credentials, sessions, passwords } = parts;
  return {
    async resetPassword(username) {
      const { id } = await find(parts, username);
      const password = randomBytes(15).toString('base64url');
      await credentials.resetPassword(id, await passwords.hash(password), temporaryPasswordMs);
      return password;
    },

    async removeFactors(username) {
      const { id } = await find(parts, username);
      const removed = await countFactors(parts, id);
      return { removed, endedSessions: (await parts.versions.eraseFactors(id)).length };
    },

    async endSessions(username) {
      const { id } = await find(parts, username);
      return (await sessions.endOthers(id, '')).length;
    },

    async show(username) {
      const user = await find(parts, username);
      const query = { first: '', idleMs: sessionLife.idleMs, limit: 1_000 };
      const liveSessions = (await sessions.list(user.id, query)).length;
      return { user, liveSessions, factors: await countFactors(parts, user.id) };
    },
  };
}

async function find({ users }: AdministrationParts, username: string): Promise<UserRecord> {
  const [user] = await users.findByUsernames([foldUsername(username)]);
  if (!user) throw new Refusal('not_found', `There is no user named ${JSON.stringify(username)}.`);
  return user;
}

async function countFactors({ totp, passkeys, recoveryCodes }: AdministrationParts, id: UserId): Promise<FactorCounts> {
  const [secret, keys, codes] = await Promise.all([totp.find(id), passkeys.list(id), recoveryCodes.count(id)]);
  return { totp: secret !== null, passkeys: keys.length, recoveryCodes: codes };
}
