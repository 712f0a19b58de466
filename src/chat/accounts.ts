/** Accounts: registering, checking a password, changing the display name. */
import { Refusal } from '../protocol/refusals.ts';
import type { LoginBody, RegisterBody } from '../protocol/routes.ts';
import type { CredentialStore, Proof } from './credential-ports.ts';
import type { GuessThrottle } from './guess-throttle.ts';
import { foldUsername, newUsername, toDisplayName } from './names.ts';
import { newPassword, normalisePassword } from './passwords.ts';
import type { Passwords, Person, UserId, UserStore } from './ports.ts';

export type Accounts = ReturnType<typeof createAccounts>;

interface Parts {
  users: UserStore;
  credentials: CredentialStore;
  passwords: Passwords;
  throttle: GuessThrottle;
  renamed(id: UserId): Promise<void>;
}

export function createAccounts({ users, credentials, passwords, throttle, renamed }: Parts) {
  /** @throws Refusal `invalid_username`, `weak_password`, `username_taken` */
  async function register(input: RegisterBody): Promise<Proof> {
    const username = newUsername(input.username);
    const password = newPassword(input.password, username, passwords.isCommon);
    // Before the hash, which costs; who comes between is found by the store.
    if ((await users.findByUsernames([username])).length > 0)
      throw new Refusal('username_taken', 'This username is taken.');
    const passwordHash = await passwords.hash(password);
    const person = await users.create({ username, passwordHash, ...toDisplayName(input.displayName ?? username) });
    return { person, credentialVersion: 0 };
  }

  /**
   * The proof that somebody knows this name and password; `sessions.open` takes it.
   * @throws Refusal `rate_limited`; `invalid_credentials`, the same and as late for a wrong name as for a wrong password.
   */
  async function authenticate(input: LoginBody, address: string): Promise<Proof> {
    const username = foldUsername(input.username);
    return throttle.attempt({ what: 'password', username, address }, () => check(username, input.password));
  }

  async function check(username: string, typed: string): Promise<Proof> {
    const password = normalisePassword(typed);
    const account = await credentials.find(username);
    const right = await passwords.verify(password, account?.passwordHash ?? null);
    if (!account || !right) throw new Refusal('invalid_credentials', 'Wrong username or password.');
    const { person, credentialVersion, passwordHash } = account;
    if (passwords.isOutdated(passwordHash)) {
      await credentials.renewHash(person.id, passwordHash, await passwords.hash(password));
    }
    return { person, credentialVersion };
  }

  async function rename(id: UserId, displayName: string): Promise<Person> {
    const person = await users.rename(id, toDisplayName(displayName));
    await renamed(id);
    return person;
  }

  return { register, authenticate, rename };
}
