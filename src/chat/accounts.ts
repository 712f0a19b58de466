/** Accounts: registering, checking a password, changing the display name. */
import { Refusal } from '../protocol/refusals.ts';
import type { LoginBody, RegisterBody } from '../protocol/routes.ts';
import { foldUsername, newUsername, toDisplayName } from './names.ts';
import { newPassword, normalisePassword } from './passwords.ts';
import type { Passwords, Person, UserId, UserStore } from './ports.ts';

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts(users: UserStore, passwords: Passwords, renamed: (id: UserId) => Promise<void>) {
  /** @throws Refusal `invalid_username`, `weak_password`, `username_taken` */
  async function register(input: RegisterBody): Promise<Person> {
    const username = newUsername(input.username);
    const password = newPassword(input.password, username, passwords.isCommon);
    const passwordHash = await passwords.hash(password);
    return users.create({ username, passwordHash, ...toDisplayName(input.displayName ?? username) });
  }

  /** The person whose name and password these are. @throws Refusal `invalid_credentials`, the same and as late for both. */
  async function authenticate(input: LoginBody): Promise<Person> {
    const password = normalisePassword(input.password);
    const account = await users.findCredentials(foldUsername(input.username));
    const right = await passwords.verify(password, account?.passwordHash ?? null);
    if (!account || !right) throw new Refusal('invalid_credentials', 'Wrong username or password.');
    if (passwords.isOutdated(account.passwordHash)) {
      await users.setPasswordHash(account.person.id, await passwords.hash(password));
    }
    return account.person;
  }

  async function rename(id: UserId, displayName: string): Promise<Person> {
    const person = await users.rename(id, toDisplayName(displayName));
    await renamed(id);
    return person;
  }

  return { register, authenticate, rename };
}
