/** The routes of the settings, whose code is loaded with the first call. */
import type { SettingsApi } from '../model/user-settings.ts';

type Name = keyof SettingsApi;
type Late = Record<Name, (...args: never[]) => Promise<unknown>>;

const load = async (): Promise<Late> => ({
  ...(await import('./settings-http.ts')).settingsHttp,
  ...(await import('./factors-http.ts')).factorsHttp,
});

/** The first script would be larger with the name of every call. */
export const lateSettingsApi = new Proxy({} as SettingsApi, {
  get:
    (_, name: Name) =>
    async (...args: never[]) =>
      (await load())[name](...args),
});
