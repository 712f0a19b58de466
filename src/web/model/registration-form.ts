/** The registration form. */
import { type Signal, signal } from '@preact/signals';
import type { RegisterBody } from '../../protocol/routes.ts';
import type { Account } from './account.ts';
import { inviteIn, type RegistrationAccess } from './registration-access.ts';
import { type FailureCode, WireFailure } from './wire-failure.ts';

/** The answers after which the form may need another field, or none. */
const otherMode: readonly FailureCode[] = ['forbidden', 'invalid_invite'];

export class RegistrationForm {
  readonly username = signal('');
  readonly displayName = signal('');
  readonly password = signal('');
  readonly refusal = signal('');
  readonly #account: Account;
  readonly #access: RegistrationAccess;

  constructor(account: Account, access: RegistrationAccess) {
    this.#account = account;
    this.#access = access;
  }

  get needsInvite(): boolean {
    return this.#access.mode.value === 'invite';
  }

  get isInvited(): boolean {
    return this.#access.isInvited.value;
  }

  get invite(): Signal<string> {
    return this.#access.invite;
  }

  async submit(): Promise<void> {
    try {
      await this.#account.register(this.#body());
      this.invite.value = '';
    } catch (error) {
      if (otherMode.includes(WireFailure.from(error).code)) void this.#access.refresh();
      throw error;
    }
  }

  #body(): RegisterBody {
    const displayName = this.displayName.peek().trim();
    return {
      username: this.username.peek().trim(),
      password: this.password.peek(),
      ...(displayName ? { displayName } : {}),
      ...(this.needsInvite ? { invite: inviteIn(this.invite.peek()) } : {}),
    };
  }
}
