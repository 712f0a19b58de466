/** The store of users' settings. */
import type { UserId } from './identifiers.ts';

export interface StoredSettings {
  /** As they were saved: settings that are missing have their defaults. */
  settings: unknown;
  version: number;
}

export interface SettingsStore {
  /** Null for a user who never saved any. */
  find(userId: UserId): Promise<StoredSettings | null>;
  /** Stores the settings with the next version; answers false when the stored version is not `from`. 0 stands for none. */
  replace(userId: UserId, from: number, settings: unknown): Promise<boolean>;
}
