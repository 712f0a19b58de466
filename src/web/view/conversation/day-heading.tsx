/** Separates the messages of two days. */
import { dayName, isoDay } from '../kit/time-text.ts';

export function DayHeading({ at }: { at: Date }) {
  return (
    <p class="day">
      <time dateTime={isoDay(at)}>{dayName(at)}</time>
    </p>
  );
}
