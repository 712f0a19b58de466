/** Logs out, after a warning when messages, changes or drafts are not confirmed by the server. */
import { signal } from '@preact/signals';
import { failureText } from './failure-text.ts';
import { unsentWarning } from './unsent-warning.ts';
import type { UserSession } from './user-session.ts';

/** A warning that was longer ago is no consent to lose what waits now. In milliseconds. */
const warnedMs = 20_000;

export class LogOut {
  /** The reason why the user is still signed in. */
  readonly notice = signal('');
  readonly #session: UserSession;
  #isUnderWay = false;
  #warned = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: UserSession) {
    this.#session = session;
  }

  /** Warns first; a second call soon after it, with the same number of waiting messages, changes and drafts, logs out. */
  async request(): Promise<void> {
    // The second half of a double click has seen no warning.
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    try {
      await this.#session.messenger.finishRemovals();
      const warning = await unsentWarning(this.#session);
      if (warning !== '' && this.#warned !== warning) this.#warn(warning);
      else await this.#session.logOut();
    } catch (error) {
      this.notice.value = failureText(error);
    } finally {
      this.#isUnderWay = false;
    }
  }

  #warn(warning: string): void {
    this.#warned = this.notice.value = warning;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#warned = this.notice.value = '';
    }, warnedMs);
  }
}
