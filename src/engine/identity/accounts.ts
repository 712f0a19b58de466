/** Accounts: registering, checking a password, changing the display name. */

import { Refusal } from '../../protocol/refusals.ts';
import type { LoginBody, PasswordBody, RegisterBody } from '../../protocol/routes.ts';
import type { CredentialStore, Proof } from '../ports/credential-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { Passwords } from '../ports/password-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';
import type { GuessThrottle } from './guess-throttle.ts';
import { foldUsername, newUsername, toDisplayName } from './names.ts';
import { newPassword, normalisePassword } from './passwords.ts';
import { hashOf, type Sessions } from './sessions.ts';

export type Accounts = ReturnType<typeof createAccounts>;

interface Parts {
  users: UserStore;
  credentials: CredentialStore;
  passwords: Passwords;
  throttle: GuessThrottle;
  sessions: Sessions;
  fanout: Fanout;
  renamed(id: UserId): Promise<void>;
}

/** How somebody is shown who is no longer there; found by no search. */
const deleted = { displayName: 'Deleted user', nameKey: '' };

export function createAccounts(parts: Parts) {
  const { users, credentials, passwords, throttle, sessions, fanout, renamed } = parts;

  /** @throws Refusal `invalid_username`, `weak_password`, `username_taken` */
  async function register(input: RegisterBody): Promise<Proof> {
    const username = newUsername(input.username);
    const name = toDisplayName(input.displayName ?? username);
    const password = newPassword(input.password, { username, ...name }, passwords.isCommon);
    // Before the hash, which costs; who comes between is found by the store.
    if ((await users.findByUsernames([username])).length > 0)
      throw new Refusal('username_taken', 'This username is taken.');
    const passwordHash = await passwords.hash(password);
    const user = await users.create({ username, passwordHash, ...name });
    return { user, credentialVersion: 0 };
  }

  /**
   * The proof that somebody knows this name and password; `sessions.open` takes it.
   * @throws Refusal `rate_limited`, `unavailable`; `invalid_credentials`, the same and as late for a wrong name as for a wrong password.
   */
  async function authenticate(input: LoginBody, address: string): Promise<Proof> {
    const username = foldUsername(input.username);
    passwords.admit();
    return throttle.attempt({ what: 'password', username, address }, () => check(username, input.password));
  }

  async function check(username: string, typed: string): Promise<Proof> {
    const password = normalisePassword(typed);
    const account = await credentials.find(username);
    const right = await passwords.verify(password, account?.passwordHash ?? null);
    if (!account || !right) throw new Refusal('invalid_credentials', 'Wrong username or password.');
    const { user, credentialVersion, passwordHash } = account;
    if (passwords.isOutdated(passwordHash)) {
      await credentials.renewHash(user.id, passwordHash, await passwords.hash(password));
    }
    return { user, credentialVersion };
  }

  async function rename(id: UserId, displayName: string): Promise<UserRecord> {
    const user = await users.rename(id, toDisplayName(displayName));
    if (!user) throw new Refusal('unauthorized', 'This account is no longer there.');
    await renamed(id);
    return user;
  }

  /**
   * Ends every other session. The caller's own goes on, with its sockets, under another secret: to give it another id would
   * close the sockets of this page, and to end it only after the answer would leave it alive should this node die first.
   * @throws Refusal `rate_limited`, `invalid_credentials`, `weak_password`; `unauthorized` when the own session ended meanwhile
   */
  async function changePassword(caller: Caller, input: PasswordBody, address: string, secret: string): Promise<void> {
    const proof = await authenticate({ username: caller.username, password: input.current }, address);
    const password = newPassword(input.next, proof.user, passwords.isCommon);
    const passwordHash = await passwords.hash(password);
    const kept = { id: caller.sessionId, secretHash: hashOf(secret) };
    sessions.closeAll(await credentials.changePassword({ proof, passwordHash, kept }));
  }

  /** @throws Refusal `rate_limited`, `invalid_credentials` */
  async function remove({ id, username }: Caller, password: string, address: string): Promise<void> {
    const proof = await authenticate({ username, password }, address);
    sessions.closeAll(await credentials.erase(proof, deleted));
    const { displayName } = deleted;
    fanout.toWatchers(id, { users: [{ username, displayName, online: false, lastSeenAt: null }] });
  }

  return { register, authenticate, rename, changePassword, remove };
}
