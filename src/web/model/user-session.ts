/** The session of the signed-in user on this page: the messenger, the settings, and the ways to leave. */
import type { Account } from './account.ts';
import type { Messenger } from './messenger.ts';
import { type SettingsApi, UserSettings } from './user-settings.ts';

export class UserSession {
  readonly messenger: Messenger;
  readonly #account: Account;
  readonly #api: SettingsApi;

  constructor(account: Account, messenger: Messenger, api: SettingsApi) {
    this.#account = account;
    this.messenger = messenger;
    this.#api = api;
  }

  openSettings(): UserSettings {
    return new UserSettings(this.messenger, this.#api);
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
