/** The session of the signed-in user on this page: the messenger, the settings, and the ways to leave. */
import { signal } from '@preact/signals';
import type { Account } from './account.ts';
import type { Messenger } from './messenger.ts';
import type { NoticeCenter } from './notices/notice-center.ts';
import type { Uploads } from './uploads/page-uploads.ts';
import type { SettingsApi } from './user-settings.ts';

export class UserSession {
  readonly messenger: Messenger;
  /** Null until its code is loaded. */
  readonly notices = signal<NoticeCenter | null>(null);
  /** Null until its code is loaded. */
  readonly uploads = signal<Uploads | null>(null);
  readonly #account: Account;
  /** For the settings, whose code is loaded when they are opened. */
  readonly settingsApi: SettingsApi;

  constructor(account: Account, messenger: Messenger, api: SettingsApi) {
    this.#account = account;
    this.messenger = messenger;
    this.settingsApi = api;
  }

  /** Logs out and removes unsent texts from this browser. */
  async logOut(): Promise<void> {
    await this.#account.logout();
    this.messenger.clear();
  }

  /** Deletes the account permanently, and removes unsent texts from this browser. */
  async deleteAccount(password: string): Promise<void> {
    await this.#account.remove({ password });
    this.messenger.clear();
  }
}
