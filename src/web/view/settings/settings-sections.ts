/** The sections of the settings page, in their order. */
import type { ComponentType } from 'preact';
import type { UserSettings } from '../../model/user-settings.ts';
import { BlockedPeople } from './blocked-people.tsx';
import { DeletionSettings } from './deletion-settings.tsx';
import { DeviceSettings } from './device-settings.tsx';
import { FactorSettings } from './factor-settings.tsx';
import { PasswordSettings } from './password-settings.tsx';
import { ProfileSettings } from './profile-settings.tsx';

export interface SettingsSection {
  title: string;
  Content: ComponentType<{ settings: UserSettings }>;
}

export const settingsSections: readonly SettingsSection[] = [
  { title: 'Profile', Content: ProfileSettings },
  { title: 'Password', Content: PasswordSettings },
  { title: 'Second factor', Content: FactorSettings },
  { title: 'Devices', Content: DeviceSettings },
  { title: 'Blocked people', Content: BlockedPeople },
  { title: 'Delete account', Content: DeletionSettings },
];
