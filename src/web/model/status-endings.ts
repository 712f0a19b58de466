/** The times after which a status may be cleared. */
import { placeInWeek } from './first-weekday.ts';

const minuteMs = 60_000;

const inMinutes = (minutes: number) => (now: Date) => new Date(now.getTime() + minutes * minuteMs);

/** Each answers the end of a status that is set now. */
const endings = {
  halfHour: inMinutes(30),
  hour: inMinutes(60),
  fourHours: inMinutes(240),
  today: (now: Date) => midnightAfter(now, 1),
  week: (now: Date, locale: string) => midnightAfter(now, 7 - placeInWeek(now, locale)),
};
export type StatusEnding = keyof typeof endings;

/** @param locale - of the reader: weeks begin on another day elsewhere. */
export const endOf = (ending: StatusEnding, locale: string, now = new Date()): string =>
  endings[ending](now, locale).toISOString();

const midnightAfter = (now: Date, days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
