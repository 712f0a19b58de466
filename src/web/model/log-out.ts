/** Logs out, after a warning when messages or changes are not confirmed by the server. */
import { signal } from '@preact/signals';
import { isSend } from './commands/user-command.ts';
import type { UserSession } from './user-session.ts';
import { WireFailure } from './wire-failure.ts';

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
      this.notice.value = WireFailure.from(error).message;
    }
  }

  /** The server may have carried out a command whose answer was lost. */
  #warning(): string {
    const waiting = this.#session.messenger.commands.waiting.peek();
    const sends = waiting.filter((command) => isSend(command) && command.refused === null).length;
    const refused = waiting.filter((command) => isSend(command) && command.refused !== null).length;
    const changes = waiting.length - sends - refused;
    if (sends > 0) return warningOf(sends, 'message', 'sent');
    return changes > 0 ? warningOf(changes, 'change', 'made') : '';
  }
}

function warningOf(count: number, what: string, done: string): string {
  const [subject, rest] = count === 1 ? [`One ${what} is`, 'it'] : [`${count} ${what}s are`, 'some'];
  return `${subject} not confirmed as ${done}. Log out once more to leave; ${rest} may have arrived.`;
}
