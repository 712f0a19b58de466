/** The days of a month in a time zone: when each of them begins. */

export interface MonthDay {
  /** Such as 2026-11-29. */
  readonly name: string;
  readonly start: Date;
}

/** @param month - such as 2026-11. @returns its days, and the first one of the next month. */
export function daysOf(month: string, timeZone: string): MonthDay[] {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const clock = clockOf(timeZone);
  return Array.from({ length: count + 1 }, (_, index) => {
    const day = new Date(Date.UTC(year, number - 1, index + 1));
    return { name: day.toISOString().slice(0, 10), start: startOf(day, clock) };
  });
}

/** Gives the difference to UTC at a time, in milliseconds. */
type Clock = (at: Date) => number;

function clockOf(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return shown - Math.floor(at.getTime() / 1_000) * 1_000;
  };
}

/** In some zones the clock jumps over midnight, or shows it twice: then the first moment of the day. */
function startOf(day: Date, clock: Clock): Date {
  const midnight = day.getTime();
  const offsets = [-1, 1].map((side) => clock(new Date(midnight + side * 24 * 3_600_000)));
  const starts = offsets.map((offset) => new Date(midnight - offset)).sort((a, b) => a.getTime() - b.getTime());
  return starts.find((at) => at.getTime() + clock(at) >= midnight) ?? new Date(midnight - Math.min(...offsets));
}
