/** The store of users' settings. */
import type { Privacy } from '../../protocol/settings.ts';
import type { UserId } from './identifiers.ts';

export interface StoredSettings {
  /** As they were saved: settings that are missing have their defaults. */
  settings: unknown;
  privacy: Privacy;
  version: number;
  /** `noEnd` for one without an end. */
  doNotDisturbUntil: Date | null;
}

/** The privacy of a user at a version of the settings; 0 for a user without any. */
export interface UserPrivacy {
  userId: UserId;
  privacy: Privacy;
  version: number;
}

export interface SettingsStore {
  /** Null for a user who never saved any. */
  find(userId: UserId): Promise<StoredSettings | null>;
  /** Stores the settings with the next version; answers false when the stored version is not `from`. 0 stands for none. */
  replace(userId: UserId, from: number, settings: unknown, privacy: Privacy): Promise<boolean>;
  /** Of those users that have saved settings. A deleted account hides what it hid. */
  privacyOf(userIds: readonly UserId[]): Promise<UserPrivacy[]>;
  /** The users whose privacy changed in the last `windowMs`. */
  privacyChangedWithin(windowMs: number): Promise<UserPrivacy[]>;
}
