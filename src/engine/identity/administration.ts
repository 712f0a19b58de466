/** What an administrator may do with an account from the command line; none of it tells what only its owner should know. */

import { randomBytes } from 'node:crypto';
import { Refusal } from '../../protocol/refusals.ts';
import type { CredentialStore } from '../ports/credential-port.ts';
import type { FactorParts } from '../ports/factor-port.ts';
import type { UserId } from '../ports/identifiers.ts';
import type { Passwords } from '../ports/password-port.ts';
import type { SessionStore } from '../ports/session-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';
import { foldUsername } from './names.ts';
import { sessionLife } from './sessions.ts';

/** For how long the password that `resetPassword` makes is taken, in milliseconds: its owner sets another one meanwhile. */
export const temporaryMs = 24 * 3_600_000;

export type Administration = ReturnType<typeof createAdministration>;

/** How many there are of each; nothing that says which. */
export interface FactorCounts {
  totp: boolean;
  passkeys: number;
  recoveryCodes: number;
}

interface Parts extends Pick<FactorParts, 'totp' | 'passkeys' | 'recoveryCodes' | 'versions'> {
  users: UserStore;
  credentials: CredentialStore;
  sessions: SessionStore;
  passwords: Passwords;
}

/** Nodes are told of nothing: each finds the sessions that ended within a second and closes their sockets. */
export function createAdministration({ users, credentials, sessions, passwords, ...parts }: Parts) {
  /** @throws Refusal `not_found` */
  async function find(name: string): Promise<UserRecord> {
    const [user] = await users.findByUsernames([foldUsername(name)]);
    if (!user) throw new Refusal('not_found', `There is nobody of the name ${JSON.stringify(name)}.`);
    return user;
  }

  /** Ends all sessions and answers a password of 120 random bits, so that nobody chooses one for somebody else. */
  async function resetPassword(name: string): Promise<string> {
    const { id } = await find(name);
    const password = randomBytes(15).toString('base64url');
    await credentials.resetPassword(id, await passwords.hash(password), temporaryMs);
    return password;
  }

  /** Answers how many there were. */
  async function endSessions(name: string): Promise<number> {
    const { id } = await find(name);
    return (await sessions.endOthers(id, '')).length;
  }

  /** For a lost phone: the password alone signs in again. Ends all sessions, and answers what there was. */
  async function removeFactors(name: string): Promise<{ removed: FactorCounts; endedSessions: number }> {
    const { id } = await find(name);
    const removed = await countFactors(id);
    return { removed, endedSessions: (await parts.versions.eraseFactors(id)).length };
  }

  async function show(name: string): Promise<{ user: UserRecord; liveSessions: number; factors: FactorCounts }> {
    const user = await find(name);
    const query = { first: '', idleMs: sessionLife.idleMs, limit: 1_000 };
    const liveSessions = (await sessions.list(user.id, query)).length;
    return { user, liveSessions, factors: await countFactors(user.id) };
  }

  async function countFactors(id: UserId): Promise<FactorCounts> {
    const { totp, passkeys, recoveryCodes } = parts;
    const [secret, keys, codes] = await Promise.all([totp.find(id), passkeys.list(id), recoveryCodes.count(id)]);
    return { totp: secret !== null, passkeys: keys.length, recoveryCodes: codes };
  }

  return { resetPassword, removeFactors, endSessions, show };
}
