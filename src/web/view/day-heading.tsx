/** Stands between the messages of two days. */
import { dayName } from './time-text.ts';

export function DayHeading({ at }: { at: Date }) {
  return (
    <p class="day">
      <time dateTime={at.toISOString().slice(0, 10)}>{dayName(at)}</time>
    </p>
  );
}
