/** Logs out, after a warning when messages are not confirmed as sent. */
import { signal } from '@preact/signals';
import type { UserSession } from './user-session.ts';
import { WireFailure } from './wire-failure.ts';

export class LogOut {
  /** The reason why the user is still signed in. */
  readonly notice = signal('');
  readonly #session: UserSession;

  constructor(session: UserSession) {
    this.#session = session;
  }

  /** Warns first; a second call with the same number of unsent messages logs out. */
  async request(): Promise<void> {
    const warning = this.#warning();
    if (warning !== '' && this.notice.peek() !== warning) {
      this.notice.value = warning;
      return;
    }
    try {
      await this.#session.logOut();
    } catch (error) {
      this.notice.value = WireFailure.from(error).message;
    }
  }

  #warning(): string {
    const { unsent } = this.#session.messenger.outbox;
    const count = unsent.peek().filter(({ refused }) => refused === null).length;
    if (count === 0) return '';
    const [subject, rest] = count === 1 ? ['One message is', 'it'] : [`${count} messages are`, 'some'];
    // The server may have stored a message whose answer was lost.
    return `${subject} not confirmed as sent. Log out once more to leave; ${rest} may have arrived.`;
  }
}
