/** The settings of a user: how the user is notified, how the page looks, and what others learn of the user. */
import { type Static, Type } from 'typebox';
import { Nullable } from './shapes.ts';
import { isInstant, Text } from './values.ts';

/** A notification shows sender and text, the sender only, or neither. */
export const previews = ['full', 'sender', 'none'] as const;
export const themes = ['system', 'light', 'dark'] as const;

const localeMaxLength = 35;
const timeZoneMaxLength = 64;

const ClockTime = Type.Refine(
  Text('Hours and minutes, from 00:00 to 23:59'),
  (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text),
  () => 'must be a time like 22:30',
);

/** Offsets such as `+01:00` are no zones: they would be wrong for half of the year. */
function isTimeZone(name: string): boolean {
  if (name.length > timeZoneMaxLength || !/^[a-z]/i.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

function isLocale(tag: string): boolean {
  if (tag.length > localeMaxLength) return false;
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export const TimeZone = Type.Refine(
  Text('A time zone of the IANA database, such as Europe/Berlin'),
  isTimeZone,
  () => 'must be a time zone like Europe/Berlin',
);

export const QuietHours = Type.Object({ from: ClockTime, to: ClockTime, timeZone: TimeZone });
/** From `from` until `to`, over midnight where `to` is earlier; the whole day where both are the same. */
export type QuietHours = Static<typeof QuietHours>;

const notificationFields = {
  preview: Type.Enum([...previews], { description: 'Sender and text, the sender only, or neither' }),
  sound: Type.Boolean(),
  quietHours: Nullable(QuietHours),
};

const Locale = Type.Refine(
  Text('A language tag such as de or pt-BR'),
  isLocale,
  () => 'must be a language tag like de or pt-BR',
);

const otherFields = {
  theme: Type.Enum([...themes]),
  locale: Nullable(Locale),
};

/** Privacy is mutual: a user who hides one of these does not see it of others. */
const privacyFields = {
  readReceipts: Type.Boolean({ description: 'Others see how far the user has read, and the user sees it of them' }),
  typingNotices: Type.Boolean({ description: 'Others see when the user types, and the user sees it of them' }),
  lastSeen: Type.Boolean({ description: 'Others see when the user was last online, and the user sees it of them' }),
};
export const Privacy = Type.Object(privacyFields);
export type Privacy = Static<typeof Privacy>;

export const Settings = Type.Object({
  notifications: Type.Object(notificationFields),
  ...otherFields,
  ...privacyFields,
});
export type Settings = Static<typeof Settings>;

/** A part of the settings: what it does not name stays as it is. */
export const SettingsPart = Type.Object({
  notifications: Type.Optional(Type.Partial(Type.Object(notificationFields))),
  theme: Type.Optional(otherFields.theme),
  locale: Type.Optional(otherFields.locale),
  ...Type.Partial(Privacy).properties,
});
export type SettingsPart = Static<typeof SettingsPart>;

/** The settings, and the number of their changes. */
export const SettingsAnswer = Type.Object({
  settings: Settings,
  version: Type.Integer({ minimum: 0 }),
  doNotDisturb: Type.Optional(
    Type.Object(
      { until: Nullable(Type.String({ format: 'date-time' })) },
      { description: 'The user is not notified until then, null for no end; absent while the user is notified' },
    ),
  ),
});
export type SettingsAnswer = Static<typeof SettingsAnswer>;

export const Until = Nullable(
  Type.Refine(
    Text('ISO 8601 in UTC, at the latest in the year 9999'),
    isInstant,
    () => 'must be a time like 2026-01-31T12:00:00.000Z',
  ),
);

export const MuteBody = Type.Object({ until: Until });

/** Null when notifications of the conversation are on. */
export const MuteAnswer = Type.Object({ mutedUntil: Until });
export type MuteAnswer = Static<typeof MuteAnswer>;
