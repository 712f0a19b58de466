/** The routes of the settings, whose code is loaded with the first call. */
import type { SettingsApi } from '../model/user-settings.ts';
import { lateApi } from './late-api.ts';

export const lateSettingsApi = lateApi<SettingsApi>(async () => ({
  ...(await import('./settings-http.ts')).settingsHttp,
  ...(await import('./factors-http.ts')).factorsHttp,
}));
