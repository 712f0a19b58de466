/** Lists the user's sessions, which the page calls devices, and signs them out. */
import { computed, signal } from '@preact/signals';
import type { Session } from '../../protocol/shapes.ts';
import { failureText } from './failure-text.ts';
import { SettingsLoad } from './settings-load.ts';
import { WireFailure } from './wire-failure.ts';

/** Each call fails with a `WireFailure`. */
export interface SessionsApi {
  sessions(): Promise<Session[]>;
  endSession(id: string): Promise<void>;
  endOtherSessions(): Promise<void>;
}

export class Devices {
  /** Null until the server has answered. */
  readonly sessions = signal<readonly Session[] | null>(null);
  /** Why no session could be ended. */
  readonly failure = signal('');
  readonly load = new SettingsLoad(async () => {
    this.sessions.value = await this.#api.sessions();
  });
  readonly others = computed(() => this.sessions.value?.filter(({ current }) => !current) ?? []);
  readonly #api: SessionsApi;

  constructor(api: SessionsApi) {
    this.#api = api;
  }

  refresh(): Promise<void> {
    return this.load.refresh();
  }

  /** Returns true when the session has ended, by this call or before. */
  end(id: string): Promise<boolean> {
    return this.#attempt(async () => {
      await this.#api.endSession(id).catch((error) => {
        if (WireFailure.from(error).code !== 'not_found') throw error;
      });
      this.sessions.value = this.sessions.peek()?.filter((session) => session.id !== id) ?? null;
    });
  }

  endOthers(): Promise<boolean> {
    return this.#attempt(async () => {
      await this.#api.endOtherSessions();
      this.sessions.value = this.sessions.peek()?.filter(({ current }) => current) ?? null;
    });
  }

  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.failure.value = '';
      return true;
    } catch (error) {
      this.failure.value = failureText(error);
      return false;
    }
  }
}
