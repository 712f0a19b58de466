/** Decides whether a moment lies within a user's quiet hours. */
import type { QuietHours } from './settings.ts';

/** @param hours - null for none; the whole day when both times are the same. */
export function isQuiet(hours: QuietHours | null, at: Date): boolean {
  if (hours === null) return false;
  const { from, to, timeZone } = hours;
  const now = clockIn(timeZone, at);
  if (from === to) return true;
  return from < to ? now >= from && now < to : now >= from || now < to;
}

/** Hours and minutes in the time zone, such as 07:05. An unknown zone, after an update of the runtime, counts as UTC. */
function clockIn(timeZone: string, at: Date): string {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(at);
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(at);
  }
}
