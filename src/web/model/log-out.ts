/** Logs out, after a warning when messages or changes are not confirmed by the server. */
import { signal } from '@preact/signals';
import { texts } from '../texts/texts.ts';
import { isSend } from './commands/user-command.ts';
import { lateFailureText } from './late-failure-text.ts';
import type { UserSession } from './user-session.ts';

export class LogOut {
  /** The reason why the user is still signed in. */
  readonly notice = signal('');
  readonly #session: UserSession;

  constructor(session: UserSession) {
    this.#session = session;
  }

  /** Warns first; a second call with the same number of waiting messages and changes logs out. */
  async request(): Promise<void> {
    await this.#session.messenger.finishRemovals();
    const warning = this.#warning();
    if (warning !== '' && this.notice.peek() !== warning) {
      this.notice.value = warning;
      return;
    }
    try {
      await this.#session.logOut();
    } catch (error) {
      this.notice.value = await lateFailureText(error);
    }
  }

  /** The server may have carried out a command whose answer was lost. */
  #warning(): string {
    const waiting = this.#session.messenger.commands.waiting.peek();
    const sends = waiting.filter((command) => isSend(command) && command.refused === null).length;
    const refused = waiting.filter((command) => isSend(command) && command.refused !== null).length;
    const changes = waiting.length - sends - refused;
    if (sends > 0) return texts.account.unsentMessages({ count: sends });
    return changes > 0 ? texts.account.unsavedChanges({ count: changes }) : '';
  }
}
