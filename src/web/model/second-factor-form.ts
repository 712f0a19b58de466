/** The second step of the log-in form: a code of the authenticator app, a passkey or a recovery code. */
import { computed, type Signal, signal } from '@preact/signals';
import type { FactorMethod } from '../../protocol/factor-shapes.ts';
import type { Account } from './account.ts';
import { type FactorsAsked, WireFailure } from './wire-failure.ts';

export class SecondFactorForm {
  readonly method: Signal<FactorMethod>;
  readonly code = signal('');
  readonly #account: Account;
  readonly #asked: Signal<FactorsAsked>;
  readonly #logIn: (code?: string) => Promise<void>;

  /**
   * @param asked - the methods that the server accepts, and the options for a passkey.
   * @param logIn - logs in with the username and the password of the first step.
   */
  constructor(account: Account, asked: FactorsAsked, logIn: (code?: string) => Promise<void>) {
    this.#account = account;
    this.#asked = signal(asked);
    this.#logIn = logIn;
    this.method = signal(this.methods.peek()[0] ?? 'recovery');
  }

  /** The usable methods, the preferred one first. A recovery code always works. */
  readonly methods = computed<readonly FactorMethod[]>(() => {
    const { methods = [], passkey } = this.#asked.value;
    const own: FactorMethod[] = [];
    if (methods.includes('totp')) own.push('totp');
    if (passkey) own.push('passkey');
    return [...own, 'recovery'];
  });

  /** The message above the form. */
  get notice(): Signal<string> {
    return this.#account.notice;
  }

  choose(method: FactorMethod): void {
    this.notice.value = '';
    this.code.value = '';
    this.method.value = method;
  }

  async submit(): Promise<void> {
    if (this.method.peek() === 'passkey') return this.#usePasskey();
    await this.#logIn(this.code.peek());
  }

  async #usePasskey(): Promise<void> {
    try {
      await this.#account.passkeyLogin(this.#asked.peek().passkey);
    } catch (error) {
      await this.#renewOptions();
      throw error;
    }
  }

  /** Asks for new passkey options, because the server accepts each challenge only once. */
  async #renewOptions(): Promise<void> {
    try {
      await this.#logIn();
    } catch (error) {
      const failure = WireFailure.from(error);
      if (failure.code === 'second_factor_required') this.#asked.value = failure.asked;
    }
  }
}
