/** The times after which a status may be cleared. */

const minuteMs = 60_000;

const inMinutes = (minutes: number) => (now: Date) => new Date(now.getTime() + minutes * minuteMs);

/** Each answers the end of a status that is set now. */
const endings = {
  halfHour: inMinutes(30),
  hour: inMinutes(60),
  fourHours: inMinutes(240),
  today: (now: Date) => midnightAfter(now, 1),
  // Monday is the first day.
  week: (now: Date) => midnightAfter(now, (8 - now.getDay()) % 7 || 7),
};
export type StatusEnding = keyof typeof endings;

export const endOf = (ending: StatusEnding, now = new Date()): string => endings[ending](now).toISOString();

const midnightAfter = (now: Date, days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
