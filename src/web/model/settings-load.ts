/** Fetches one part of the settings, and again with backoff until the server has answered. */
import { signal } from '@preact/signals';
import { failureText } from './failure-text.ts';
import { Refresher } from './refresher.ts';

export class SettingsLoad {
  /** Why the last fetch failed; empty after an answer. */
  readonly failure = signal('');
  readonly #refresher: Refresher;

  /** @param fetch - fails with a `WireFailure`. */
  constructor(fetch: () => Promise<void>) {
    this.#refresher = new Refresher(async () => {
      try {
        await fetch();
        this.failure.value = '';
      } catch (error) {
        this.failure.value = failureText(error);
        throw error;
      }
    });
  }

  refresh(): Promise<void> {
    return this.#refresher.refresh();
  }

  /** Does not wait for the planned retry. */
  retryNow(): void {
    if (this.failure.peek()) void this.refresh();
  }

  stop(): void {
    this.#refresher.stop();
  }
}
