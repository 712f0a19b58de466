/** Completes stored settings with the defaults, and applies a part to them. */
import type { Privacy, Settings, SettingsPart } from '../../protocol/settings.ts';

/** A user without settings hides nothing. */
export const openPrivacy: Privacy = { readReceipts: true, typingNotices: true, lastSeen: true };

export const defaultSettings: Settings = {
  notifications: { preview: 'full', sound: true, quietHours: null },
  theme: 'system',
  locale: null,
  ...openPrivacy,
};

/** @param part - validated, as a client sent it or as it was stored; only known settings are taken. */
export function withPart(settings: Settings, part: SettingsPart): Settings {
  const { notifications: { preview, sound, quietHours } = {}, theme, locale } = part;
  const known = settings.notifications;
  return {
    notifications: {
      preview: preview ?? known.preview,
      sound: sound ?? known.sound,
      quietHours: quietHours === undefined ? known.quietHours : onlyHours(quietHours),
    },
    theme: theme ?? settings.theme,
    locale: locale === undefined ? settings.locale : locale,
    ...privacyOf({ ...settings, ...part }),
  };
}

export const privacyOf = ({ readReceipts, typingNotices, lastSeen }: Privacy): Privacy => ({
  readReceipts,
  typingNotices,
  lastSeen,
});

/** Without what a client sent beside the known fields. */
function onlyHours(hours: Settings['notifications']['quietHours']): Settings['notifications']['quietHours'] {
  return hours && { from: hours.from, to: hours.to, timeZone: hours.timeZone };
}
