/** The registration form. */
import { signal } from '@preact/signals';
import type { Account } from './account.ts';

export class RegistrationForm {
  readonly username = signal('');
  readonly displayName = signal('');
  readonly password = signal('');
  readonly refusal = signal('');
  readonly #account: Account;

  constructor(account: Account) {
    this.#account = account;
  }

  submit(): Promise<void> {
    const displayName = this.displayName.peek().trim();
    const body = { username: this.username.peek().trim(), password: this.password.peek() };
    return this.#account.register(displayName ? { ...body, displayName } : body);
  }
}
