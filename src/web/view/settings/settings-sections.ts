/** The sections of the settings page, in their order. */
import type { ComponentType } from 'preact';
import type { Feature } from '../../../protocol/events.ts';
import type { UserSettings } from '../../model/user-settings.ts';
import { texts } from '../../texts/texts.ts';
import { AppearanceSettings } from './appearance-settings.tsx';
import { BlockedPeople } from './blocked-people.tsx';
import { DeletionSettings } from './deletion-settings.tsx';
import { DeviceSettings } from './device-settings.tsx';
import { ExportSettings } from './export-settings.tsx';
import { FactorSettings } from './factor-settings.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import { PasswordSettings } from './password-settings.tsx';
import { PrivacySettings } from './privacy-settings.tsx';
import { ProfileSettings } from './profile-settings.tsx';

export interface SettingsSection {
  id: string;
  title: () => string;
  /** The section is shown only where the server has it. */
  feature?: Feature;
  Content: ComponentType<{ settings: UserSettings }>;
}

export const settingsSections: readonly SettingsSection[] = [
  { id: 'profile', title: () => texts.settings.profile(), Content: ProfileSettings },
  { id: 'appearance', title: () => texts.settings.appearance(), Content: AppearanceSettings },
  { id: 'notifications', title: () => texts.settings.notifications(), Content: NotificationSettings },
  { id: 'privacy', title: () => texts.settings.privacy(), Content: PrivacySettings },
  { id: 'password', title: () => texts.settings.password(), Content: PasswordSettings },
  { id: 'factors', title: () => texts.settings.secondFactor(), Content: FactorSettings },
  { id: 'devices', title: () => texts.settings.devices(), Content: DeviceSettings },
  { id: 'blocked', title: () => texts.settings.blockedPeople(), Content: BlockedPeople },
  { id: 'data', title: () => texts.settings.yourData(), feature: 'export', Content: ExportSettings },
  { id: 'deletion', title: () => texts.settings.deletion(), Content: DeletionSettings },
];
