/** The sections of the settings page, in the order they stand there; each is a file of its own. */
import type { ComponentType } from 'preact';
import type { Messenger } from '../../model/messenger.ts';
import { ProfileSettings } from './profile-settings.tsx';

export interface SettingsSection {
  title: string;
  Content: ComponentType<{ messenger: Messenger }>;
}

export const settingsSections: readonly SettingsSection[] = [{ title: 'Profile', Content: ProfileSettings }];
