/** The local calendar as a signal: it changes at midnight, and when the device comes into another time zone. */
import { signal } from '@preact/signals';

export interface Calendar {
  /** A moment of today. */
  readonly today: Date;
  readonly timeZone: string;
}

/** A formatter keeps the time zone in which it was made. */
const readNow = (): Calendar => ({
  today: new Date(),
  timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
});

export const calendar = signal(readNow());

/** Call it from time to time, and when the user returns to the page. */
export function checkCalendar(): void {
  const [known, now] = [calendar.peek(), readNow()];
  const isSameDay = now.today.toDateString() === known.today.toDateString();
  if (!isSameDay || now.timeZone !== known.timeZone) calendar.value = now;
}
