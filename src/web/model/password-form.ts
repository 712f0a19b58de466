/** The form that changes the password. */
import { signal } from '@preact/signals';
import type { PasswordBody } from '../../protocol/routes.ts';

/** Each call fails with a `WireFailure`. */
export interface PasswordApi {
  changePassword(body: PasswordBody): Promise<void>;
}

export class PasswordForm {
  readonly current = signal('');
  readonly next = signal('');
  readonly #api: PasswordApi;
  readonly #onChange: () => void;

  /** @param onChange - called after a change, because it has ended the user's other sessions. */
  constructor(api: PasswordApi, onChange: () => void) {
    this.#api = api;
    this.#onChange = onChange;
  }

  /** Removes both passwords from memory when the server has accepted them. */
  async change(): Promise<void> {
    await this.#api.changePassword({ current: this.current.peek(), next: this.next.peek() });
    this.current.value = '';
    this.next.value = '';
    this.#onChange();
  }
}
