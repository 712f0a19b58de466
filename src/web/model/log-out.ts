/** Logs out, after a warning when messages or changes are not confirmed by the server. */
import { signal } from '@preact/signals';
import { lateFailureText } from './late-failure-text.ts';
import type { UserSession } from './user-session.ts';

const loadWarning = () => import('./unsent-warning.ts');

export class LogOut {
  /** The reason why the user is still signed in. */
  readonly notice = signal('');
  readonly #session: UserSession;
  /** Loaded while there is a connection. */
  readonly #early = loadWarning().catch(() => null);

  constructor(session: UserSession) {
    this.#session = session;
  }

  /** Warns first; a second call with the same number of waiting messages and changes logs out. */
  async request(): Promise<void> {
    try {
      await this.#session.messenger.finishRemovals();
      const { unsentWarning } = (await this.#early) ?? (await loadWarning());
      const warning = unsentWarning(this.#session);
      if (warning !== '' && this.notice.peek() !== warning) this.notice.value = warning;
      else await this.#session.logOut();
    } catch (error) {
      this.notice.value = await lateFailureText(error);
    }
  }
}
