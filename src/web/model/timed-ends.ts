/** Ends each of several things at its own time, by one timer for the next end. */
import { effect } from '@preact/signals';

/** The longest time that a timer of a browser takes, in milliseconds. */
const timerMax = 2 ** 31 - 1;

interface Ends<T> {
  /** Reads signals: it is asked again when they change. */
  all(): readonly T[];
  /** In milliseconds since 1970; NaN for none. */
  endOf(one: T): number;
  end(ended: readonly T[]): void;
}

/** Returns the function that stops it. */
export function followEnds<T>({ all, endOf, end }: Ends<T>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function schedule(): void {
    clearTimeout(timer);
    const ends = all()
      .map(endOf)
      .filter((at) => !Number.isNaN(at));
    if (ends.length === 0) return;
    const next = ends.reduce((first, at) => Math.min(first, at));
    timer = setTimeout(endThem, Math.min(timerMax, Math.max(0, next - Date.now())));
  }
  function endThem(): void {
    const ended = all().filter((one) => endOf(one) <= Date.now());
    if (ended.length === 0) schedule();
    else end(ended);
  }
  const stop = effect(schedule);
  return () => {
    stop();
    clearTimeout(timer);
  };
}
