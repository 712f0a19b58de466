/** The routes of the settings, whose code is loaded with the first call. */
import type { SettingsApi } from '../model/user-settings.ts';

/** A call that is missing here is a type error. */
const calls: Record<keyof SettingsApi, true> = {
  rename: true,
  setPicture: true,
  removePicture: true,
  changePassword: true,
  sessions: true,
  endSession: true,
  endOtherSessions: true,
  factors: true,
  beginTotp: true,
  confirmTotp: true,
  endTotp: true,
  newCodes: true,
  removePasskey: true,
  addPasskey: true,
};

type Name = keyof SettingsApi;
type Late = Record<Name, (...args: never[]) => Promise<unknown>>;

const load = async (): Promise<Late> => ({
  ...(await import('./settings-http.ts')).settingsHttp,
  ...(await import('./factors-http.ts')).factorsHttp,
});

const late = (name: Name) => [name, async (...args: never[]) => (await load())[name](...args)] as const;

export const lateSettingsApi: SettingsApi = Object.fromEntries((Object.keys(calls) as Name[]).map(late)) as Record<
  Name,
  never
>;
