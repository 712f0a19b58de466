/** The weeks of a month, and the days to which the keys of a date grid lead. */
import { placeInWeek } from '../../model/first-weekday.ts';

/** Whole weeks: the first and the last may have days of other months. */
export function weeksOf(day: Date, locale: string): Date[][] {
  const [year, month] = [day.getFullYear(), day.getMonth()];
  const before = placeInWeek(new Date(year, month, 1), locale);
  const count = Math.ceil((before + new Date(year, month + 1, 0).getDate()) / 7);
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (_, index) => new Date(year, month, 1 - before + 7 * week + index)),
  );
}

/** A column of a narrow screen holds so many letters. */
const shortMax = 4;

/** Some languages have no short names, and Arabic letters cannot be parted. */
export function weekdays(locale: string): { long: string; short: string }[] {
  const [week = []] = weeksOf(new Date(2026, 10, 1), locale);
  const names = (weekday: 'long' | 'short' | 'narrow') => {
    const { format } = new Intl.DateTimeFormat(locale, { weekday });
    return week.map((day) => format(day));
  };
  const short = names('short');
  const shown = short.some((name) => name.length > shortMax) ? names('narrow') : short;
  return names('long').map((long, index) => ({ long, short: shown[index] ?? long }));
}

/** A month without this day ends earlier. */
export function movedBy(day: Date, { days = 0, months = 0 }: { days?: number; months?: number }): Date {
  if (months === 0) return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
  const last = new Date(day.getFullYear(), day.getMonth() + months + 1, 0).getDate();
  return new Date(day.getFullYear(), day.getMonth() + months, Math.min(day.getDate(), last));
}

/** Null for other keys. */
export function dayAfterKey(event: KeyboardEvent, day: Date, locale: string): Date | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const forward = document.dir === 'rtl' ? -1 : 1;
  const place = placeInWeek(day, locale);
  const months = event.shiftKey ? 12 : 1;
  const moves: Record<string, { days?: number; months?: number }> = {
    ArrowLeft: { days: -forward },
    ArrowRight: { days: forward },
    ArrowUp: { days: -7 },
    ArrowDown: { days: 7 },
    Home: { days: -place },
    End: { days: 6 - place },
    PageUp: { months: -months },
    PageDown: { months },
  };
  const move = moves[event.key];
  return move ? movedBy(day, move) : null;
}
