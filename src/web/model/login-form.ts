/** The log-in form: a password or a passkey, and a second step when the server asks for a second factor. */
import { type Signal, signal } from '@preact/signals';
import { texts } from '../texts/texts.ts';
import type { Account } from './account.ts';
import { failureText } from './failure-text.ts';
import { SecondFactorForm } from './second-factor-form.ts';
import { WireFailure } from './wire-failure.ts';

export class LoginForm {
  readonly username = signal('');
  readonly password = signal('');
  /** Null until the server has accepted the password and asks for a second factor. */
  readonly secondFactor = signal<SecondFactorForm | null>(null);
  readonly #account: Account;

  constructor(account: Account) {
    this.#account = account;
  }

  /** The message above the form. */
  get notice(): Signal<string> {
    return this.#account.notice;
  }

  async submit(): Promise<void> {
    try {
      await this.#logIn();
    } catch (error) {
      const failure = WireFailure.from(error);
      if (failure.code !== 'second_factor_required') throw error;
      this.secondFactor.value = new SecondFactorForm(this.#account, failure.asked, (code) => this.#logIn(code));
    }
  }

  /** Logs in with a passkey alone. A failure appears as the notice. */
  async usePasskey(): Promise<void> {
    this.notice.value = '';
    try {
      await this.#account.passkeyLogin();
    } catch (error) {
      this.notice.value = passkeyRefusal(error);
    }
  }

  /** Goes back to the first step. */
  restart(): void {
    this.notice.value = '';
    this.password.value = '';
    this.secondFactor.value = null;
  }

  #logIn(code?: string): Promise<void> {
    const body = { username: this.username.peek().trim(), password: this.password.peek() };
    return this.#account.login(code === undefined ? body : { ...body, code });
  }
}

function passkeyRefusal(error: unknown): string {
  const { code } = WireFailure.from(error);
  if (code === 'invalid_credentials') return texts.entry.passkeyRefused();
  return code === 'forbidden' ? texts.entry.mayNotLogIn() : failureText(error);
}
