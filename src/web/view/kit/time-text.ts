/** Formats times and days in the reader's locale; they follow today's date, the time zone and the language. */
import { computed } from '@preact/signals';
import { calendar } from '../../model/calendar.ts';
import { texts } from '../../texts/texts.ts';
import { locale } from './locale.ts';
import { today } from './today.ts';

const styles = {
  clock: { timeStyle: 'short' },
  weekday: { weekday: 'long' },
  shortDay: { day: 'numeric', month: 'short' },
  shortDate: { day: 'numeric', month: 'short', year: 'numeric' },
  longDay: { weekday: 'long', day: 'numeric', month: 'long' },
  longDate: { day: 'numeric', month: 'long', year: 'numeric' },
  moment: { dateStyle: 'full', timeStyle: 'short' },
  stamp: { dateStyle: 'short', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const timeZone = computed(() => calendar.value.timeZone);

type Style = keyof typeof styles;

/** A formatter keeps the time zone in which it was made, so that another zone needs new ones. */
const formatters = computed(() => ({
  zone: timeZone.value,
  locale: locale.value,
  made: new Map<Style, Intl.DateTimeFormat>(),
}));

function format(style: Style, at: Date): string {
  const { made, locale: of } = formatters.value;
  const formatter = made.get(style) ?? new Intl.DateTimeFormat(of, styles[style]);
  made.set(style, formatter);
  return formatter.format(at);
}

export const clockTime = (at: Date) => format('clock', at);
export const fullTime = (at: Date) => format('moment', at);
/** Date and time in few characters. */
export const stampTime = (at: Date) => format('stamp', at);

/** The local calendar day in ISO form: "2024-05-03". */
export function isoDay(at: Date): string {
  const pad = (number: number, width = 2) => `${number}`.padStart(width, '0');
  return `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** The heading of a day in the log. */
export function dayName(at: Date, now = today.value): string {
  const days = daysBetween(at, now);
  if (days === 0) return texts.times.today();
  if (days === 1) return texts.times.yesterday();
  return format(at.getFullYear() === now.getFullYear() ? 'longDay' : 'longDate', at);
}

/** The shortest unambiguous form, for the list of conversations. */
export function briefTime(at: Date, now = today.value): string {
  const days = daysBetween(at, now);
  if (days === 0) return clockTime(at);
  if (days === 1) return texts.times.yesterday();
  if (days > 1 && days < 7) return format('weekday', at);
  return format(at.getFullYear() === now.getFullYear() ? 'shortDay' : 'shortDate', at);
}

/** A time within a sentence: "14:05", "yesterday, 14:05" or "3 May, 14:05". */
export function dayAndTime(at: Date, now = today.value): string {
  const days = daysBetween(at, now);
  const time = clockTime(at);
  if (days === 0) return time;
  return days === 1 ? texts.times.yesterdayAt({ time }) : texts.times.dayAt({ day: briefTime(at, now), time });
}

function daysBetween(at: Date, now: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}
