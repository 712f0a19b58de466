/** Logs out, after a warning when messages, changes or drafts are not confirmed by the server. */
import { signal } from '@preact/signals';
import { loadLaterTexts } from '../texts/texts.ts';
import { lateFailureText } from './late-failure-text.ts';
import type { UserSession } from './user-session.ts';

export class LogOut {
  /** The reason why the user is still signed in. */
  readonly notice = signal('');
  readonly #session: UserSession;
  #isUnderWay = false;

  constructor(session: UserSession) {
    this.#session = session;
  }

  /** Loads the code of the warning while there is a connection. */
  async prepare(): Promise<void> {
    await loadWarning();
  }

  /** Warns first; a second call with the same number of waiting messages, changes and drafts logs out. */
  async request(): Promise<void> {
    // The second half of a double click has seen no warning.
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    try {
      await this.#session.messenger.finishRemovals();
      const unsentWarning = await loadWarning();
      const warning = await unsentWarning(this.#session);
      if (warning !== '' && this.notice.peek() !== warning) this.notice.value = warning;
      else await this.#session.logOut();
    } catch (error) {
      this.notice.value = await lateFailureText(error);
    } finally {
      this.#isUnderWay = false;
    }
  }
}

async function loadWarning() {
  const [{ unsentWarning }] = await Promise.all([import('./unsent-warning.ts'), loadLaterTexts()]);
  return unsentWarning;
}
