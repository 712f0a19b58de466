/** Formats times and days in the reader's locale; relative days follow the `today` signal. */
import { today } from './today.ts';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const longDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

export const clockTime = (at: Date) => clock.format(at);
export const fullTime = (at: Date) => moment.format(at);

/** The local calendar day in ISO form: "2024-05-03". */
export function isoDay(at: Date): string {
  const pad = (number: number, width = 2) => `${number}`.padStart(width, '0');
  return `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** The heading of a day in the log. */
export function dayName(at: Date, now = today.value): string {
  const days = daysBetween(at, now);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return (at.getFullYear() === now.getFullYear() ? longDay : longDate).format(at);
}

/** The shortest unambiguous form, for the list of conversations. */
export function briefTime(at: Date, now = today.value): string {
  const days = daysBetween(at, now);
  if (days === 0) return clock.format(at);
  if (days === 1) return 'Yesterday';
  if (days > 1 && days < 7) return weekday.format(at);
  return (at.getFullYear() === now.getFullYear() ? shortDay : shortDate).format(at);
}

/** A time within a sentence: "14:05", "yesterday, 14:05" or "3 May, 14:05". */
export function dayAndTime(at: Date, now = today.value): string {
  const [day, time] = [briefTime(at, now), clock.format(at)];
  return day === time ? time : `${day.replace('Yesterday', 'yesterday')}, ${time}`;
}

function daysBetween(at: Date, now: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}
