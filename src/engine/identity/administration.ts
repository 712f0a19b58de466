/** The administrator's actions on an account from the command line. None reveals a secret of the owner. */

import { randomBytes } from 'node:crypto';
import { sessionLife } from '../../policy/session-life.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { foldUsername } from '../../protocol/usernames.ts';
import type { AccountListStore } from '../ports/account-list-port.ts';
import type { AccountState, CredentialStore } from '../ports/credential-port.ts';
import type { FactorParts } from '../ports/factor-parts.ts';
import type { UserId } from '../ports/identifiers.ts';
import type { Passwords } from '../ports/password-port.ts';
import type { RoomStore } from '../ports/room-port.ts';
import type { SessionStore } from '../ports/session-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';
import { leaveRooms } from '../rooms/leaving.ts';
import { deleted } from './accounts.ts';
import { newUsername, toDisplayName } from './names.ts';

/** A password of `resetPassword` is valid for this long, in milliseconds; the owner sets another one meanwhile. */
export const temporaryPasswordMs = 24 * 3_600_000;

/** How many factors of each kind an account has. */
export interface FactorCounts {
  totp: boolean;
  passkeys: number;
  recoveryCodes: number;
}

/** A user is given by username or id. All but `list` and `create` throw the refusal `not_found` for an unknown one. */
export interface Administration {
  idOf(given: string): Promise<UserId>;
  /** Answers the account and a temporary password. @throws Refusal `invalid_username`, `username_taken`, `invalid_input` */
  create(username: string, displayName: string | null): Promise<{ user: UserRecord; password: string }>;
  /** Ends all sessions and answers a password of 120 random bits, so that no administrator chooses one for a user. */
  resetPassword(given: string): Promise<string>;
  /** For a lost phone: the password alone signs in again. Ends all sessions. */
  removeFactors(given: string): Promise<{ removed: FactorCounts; endedSessions: number }>;
  /** Answers how many sessions it ended. */
  endSessions(given: string): Promise<number>;
  /** Nobody logs in to the account until it is enabled. Answers how many sessions it ended. */
  disable(given: string): Promise<number>;
  /** Answers whether the account was disabled. */
  enable(given: string): Promise<boolean>;
  /** Deletes the account as its owner would. Answers how many sessions it ended. */
  remove(given: string): Promise<number>;
  show(given: string): Promise<{ user: UserRecord; isDisabled: boolean; liveSessions: number; factors: FactorCounts }>;
  list: AccountListStore['list'];
}

export interface AdministrationParts extends Pick<FactorParts, 'totp' | 'passkeys' | 'recoveryCodes' | 'versions'> {
  users: UserStore;
  rooms: RoomStore;
  credentials: CredentialStore;
  sessions: SessionStore;
  accountList: AccountListStore;
  passwords: Passwords;
}

/** The rooms before and after, as `accounts.remove` does. */
async function remove(parts: AdministrationParts, given: string): Promise<number> {
  const state = await stateOf(parts, given);
  await leaveRooms(parts.rooms, state.user.id);
  const ended = await parts.credentials.erase(state, deleted);
  await leaveRooms(parts.rooms, state.user.id);
  return ended.length;
}

/** Publishes nothing: each node finds the ended sessions within a second and closes their sockets. */
export function createAdministration(parts: AdministrationParts): Administration {
  const { credentials, sessions, accountList } = parts;
  const count = async (ended: Promise<readonly unknown[]>) => (await ended).length;
  return {
    idOf: async (given) => (await find(parts, given)).id,
    create: (username, displayName) => create(parts, username, displayName),
    resetPassword: async (given) => setTemporaryPassword(parts, (await find(parts, given)).id),
    async removeFactors(given) {
      const { id } = await find(parts, given);
      const removed = await countFactors(parts, id);
      return { removed, endedSessions: await count(parts.versions.eraseFactors(id)) };
    },
    endSessions: async (given) => count(sessions.endOthers((await find(parts, given)).id, '')),
    disable: async (given) => count(credentials.disable((await find(parts, given)).id)),
    enable: async (given) => credentials.enable((await find(parts, given)).id),
    remove: (given) => remove(parts, given),
    async show(given) {
      const { user, isDisabled } = await stateOf(parts, given);
      const query = { first: '', idleMs: sessionLife.idleMs, limit: 1_000 };
      const liveSessions = await count(sessions.list(user.id, query));
      return { user, isDisabled, liveSessions, factors: await countFactors(parts, user.id) };
    },
    list: accountList.list,
  };
}

/** Between the two steps nobody knows the password. */
async function create(parts: AdministrationParts, given: string, displayName: string | null) {
  const username = newUsername(given);
  const name = toDisplayName(displayName ?? username);
  const passwordHash = await parts.passwords.hash(randomPassword());
  const user = await parts.users.create({ username, passwordHash, ...name });
  return { user, password: await setTemporaryPassword(parts, user.id) };
}

async function setTemporaryPassword({ credentials, passwords }: AdministrationParts, id: UserId): Promise<string> {
  const password = randomPassword();
  await credentials.resetPassword(id, await passwords.hash(password), temporaryPasswordMs);
  return password;
}

const randomPassword = () => randomBytes(15).toString('base64url');

/** A username wins over an id of the same letters. */
async function find({ users }: AdministrationParts, given: string): Promise<UserRecord> {
  const [named] = await users.findByUsernames([foldUsername(given)]);
  const [user] = named ? [named] : await users.findByIds([given]);
  if (!user) throw unknownUser(given);
  return user;
}

async function stateOf(parts: AdministrationParts, given: string): Promise<AccountState> {
  const state = await parts.versions.proofOf((await find(parts, given)).id);
  if (!state) throw unknownUser(given);
  return state;
}

const unknownUser = (given: string) => new Refusal('not_found', `There is no user ${JSON.stringify(given)}.`);

async function countFactors({ totp, passkeys, recoveryCodes }: AdministrationParts, id: UserId): Promise<FactorCounts> {
  const [secret, keys, codes] = await Promise.all([totp.find(id), passkeys.list(id), recoveryCodes.count(id)]);
  return { totp: secret !== null, passkeys: keys.length, recoveryCodes: codes };
}
