/** Accounts: registration, password check, display name, deletion. */

import { Refusal } from '../../protocol/refusals.ts';
import type { LoginBody, PasswordBody, RegisterBody } from '../../protocol/routes.ts';
import { foldUsername } from '../../protocol/usernames.ts';
import type { CredentialStore, Proof } from '../ports/credential-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { UserRecord } from '../ports/user-port.ts';
import { refuseDisabled } from './disabled-accounts.ts';
import type { GuessThrottle } from './guess-throttle.ts';
import { toDisplayName } from './names.ts';
import { newPassword, normalisePassword } from './passwords.ts';
import { type RegistrationParts, register } from './registration.ts';
import { hashOf, type Sessions } from './sessions.ts';
import { laneOf, type TrySource } from './try-source.ts';

export interface Accounts {
  /**
   * @param address - of the client, whose wrong invites are counted.
   * @throws Refusal `forbidden`, `invalid_invite`, `rate_limited`, `invalid_username`, `weak_password`, `username_taken`
   */
  register(input: RegisterBody, address?: string): Promise<Proof>;
  /**
   * Proof that the client knows this username and password; `sessions.open` takes it.
   * @throws Refusal `rate_limited`, `unavailable`; `invalid_credentials`, after the same time for a wrong name and a wrong password
   */
  authenticate(input: LoginBody, source: TrySource): Promise<Proof>;
  /** Checks the password of a signed-in user again. @throws Refusal as `authenticate` */
  reauthenticate(caller: Caller, password: string): Promise<Proof>;
  /** @throws Refusal `unauthorized` when the account has been deleted */
  rename(id: UserId, displayName: string): Promise<UserRecord>;
  /**
   * Ends every session and closes its sockets. A new session with this secret goes on for the caller's.
   * @throws Refusal `rate_limited`, `invalid_credentials`, `weak_password`; `unauthorized` when the caller's session ended meanwhile
   */
  changePassword(caller: Caller, input: PasswordBody, secret: string): Promise<void>;
  /** @throws Refusal `rate_limited`, `invalid_credentials` */
  remove(caller: Caller, password: string): Promise<void>;
}

export interface AccountParts extends RegistrationParts {
  credentials: CredentialStore;
  throttle: GuessThrottle;
  sessions: Sessions;
  fanout: Fanout;
  /** Called after a new display name was stored. */
  renamed(id: UserId): Promise<void>;
  leaveRooms(caller: Caller): Promise<void>;
}

/** The display name of a deleted account; no search finds it. */
export const deleted = { displayName: 'Deleted user', nameKey: '' };

export function createAccounts(parts: AccountParts): Accounts {
  return {
    register: (input, address = '') => register(parts, input, address),
    authenticate: (input, source) => authenticate(parts, input, source),
    reauthenticate: (caller, password) => reauthenticate(parts, caller, password),
    rename: (id, displayName) => rename(parts, id, displayName),
    changePassword: (caller, input, secret) => changePassword(parts, caller, { ...input, secret }),
    remove: (caller, password) => remove(parts, caller, password),
  };
}

async function authenticate(parts: AccountParts, input: LoginBody, source: TrySource): Promise<Proof> {
  const username = foldUsername(input.username);
  const lane = laneOf(username, source);
  parts.passwords.admit(lane);
  const claim = { username, password: input.password, lane };
  return parts.throttle.attempt({ what: 'password', username, source }, () => check(parts, claim));
}

const reauthenticate = (parts: AccountParts, { username, sessionId }: Caller, password: string) =>
  authenticate(parts, { username, password }, { session: sessionId });

interface Claim {
  username: string;
  password: string;
  lane: string;
}

async function check({ credentials, passwords }: AccountParts, { username, lane, ...typed }: Claim): Promise<Proof> {
  const password = normalisePassword(typed.password);
  const account = await credentials.find(username);
  const right = await passwords.verify(password, account?.passwordHash ?? null, lane);
  if (!account || !right) {
    throw new Refusal('invalid_credentials', 'Wrong username or password.').concerning(account?.user.id);
  }
  refuseDisabled(account);
  const { user, credentialVersion, passwordHash } = account;
  if (passwords.isOutdated(passwordHash)) {
    await credentials.renewHash(user.id, passwordHash, await passwords.hash(password, lane));
  }
  return { user, credentialVersion };
}

async function rename({ users, renamed, fanout }: AccountParts, id: UserId, displayName: string): Promise<UserRecord> {
  const user = await users.rename(id, toDisplayName(displayName));
  if (!user) throw new Refusal('unauthorized', 'This account is no longer there.');
  await renamed(id);
  fanout.directoryChanged();
  return user;
}

interface ChangeRequest extends PasswordBody {
  secret: string;
}

/**
 * Replaces the caller's session as well, so that a socket that was opened with a stolen cookie closes too. The same
 * transaction does it, so that the old secret finds no session even if this node dies before it answers.
 */
async function changePassword(parts: AccountParts, caller: Caller, request: ChangeRequest): Promise<void> {
  const { credentials, passwords, sessions } = parts;
  const { current, next, secret } = request;
  const proof = await reauthenticate(parts, caller, current);
  const password = newPassword(next, proof.user, passwords.isCommon);
  const lane = laneOf(caller.username, { session: caller.sessionId });
  const passwordHash = await passwords.hash(password, lane);
  const replaced = { id: caller.sessionId, secretHash: hashOf(secret) };
  await sessions.closeAll(await credentials.changePassword({ proof, passwordHash, replaced }));
}

async function remove(parts: AccountParts, caller: Caller, password: string): Promise<void> {
  const { id, username } = caller;
  const proof = await reauthenticate(parts, caller, password);
  // Before the deletion, so that a failure in between leaves an account that can be deleted again.
  await parts.leaveRooms(caller);
  await parts.sessions.closeAll(await parts.credentials.erase(proof, deleted));
  // A room to which the user was added meanwhile.
  await parts.leaveRooms(caller);
  const { displayName } = deleted;
  parts.fanout.toWatchers(id, { users: [{ username, displayName, online: false, lastSeenAt: null }] });
  parts.fanout.directoryChanged();
}
