/** Reads a day such as 2026-11-29. */
import { isoDay } from '../kit/time-text.ts';

/** Its beginning by the clock of the device; null when the text names no day. */
export function dateOf(day: string): Date | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const at = new Date(year, month - 1, date);
  return isoDay(at) === day ? at : null;
}
