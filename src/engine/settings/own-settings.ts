/** The settings of users: one set for all devices of a user. */
import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../../protocol/refusals.ts';
import type { SettingsAnswer, SettingsPart } from '../../protocol/settings.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { SettingsStore, UserPrivacy } from '../ports/settings-port.ts';
import { noEnd } from '../ports/status-port.ts';
import { defaultSettings, privacyOf, withPart } from './default-settings.ts';

/** Devices of one user that save at the same moment; more is no person. */
const triesMax = 10;

export type OwnSettings = ReturnType<typeof createOwnSettings>;

/** @param onPrivacy - called when a user's privacy has changed. */
export function createOwnSettings(store: SettingsStore, fanout: Fanout, onPrivacy: (change: UserPrivacy) => void) {
  async function find(userId: UserId): Promise<SettingsAnswer> {
    const stored = await store.find(userId);
    return {
      settings: withPart(defaultSettings, { ...((stored?.settings ?? {}) as SettingsPart), ...stored?.privacy }),
      version: stored?.version ?? 0,
      ...doNotDisturbOf(stored?.doNotDisturbUntil ?? null),
    };
  }

  /** Changes what `part` names, and tells the user's other devices. Saving what is stored already takes no version. */
  async function save(caller: Caller, part: SettingsPart): Promise<SettingsAnswer> {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const before = await find(caller.id);
      const settings = withPart(before.settings, part);
      if (isDeepStrictEqual(settings, before.settings)) return before;
      const privacy = privacyOf(settings);
      if (!(await store.replace(caller.id, before.version, settings, privacy))) continue;
      const version = before.version + 1;
      const saved = { ...before, settings, version };
      if (!isDeepStrictEqual(privacy, privacyOf(before.settings))) onPrivacy({ userId: caller.id, privacy, version });
      fanout.toUser(caller.id, 'settings', saved, caller.socketId);
      return saved;
    }
    throw new Refusal('unavailable', 'Other devices change the settings as well. Try again.');
  }

  return { find: (caller: Caller) => find(caller.id), of: find, save };
}

/** Nothing when the time has passed. */
function doNotDisturbOf(until: Date | null): Pick<SettingsAnswer, 'doNotDisturb'> {
  if (!until || until.getTime() <= Date.now()) return {};
  return { doNotDisturb: { until: until.getTime() === noEnd.getTime() ? null : until.toISOString() } };
}
