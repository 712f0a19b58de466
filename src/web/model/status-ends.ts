/** Removes each status from the page when it ends. */
import { effect } from '@preact/signals';
import type { UserCache } from './user-cache.ts';

/** The longest time that a timer of a browser takes, in milliseconds. */
const timerMax = 2 ** 31 - 1;

/** One timer, for the next end. Returns the function that stops it. */
export function followStatusEnds(users: UserCache): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function schedule(): void {
    clearTimeout(timer);
    const ends = users.all.map(({ status }) => Date.parse(status?.until ?? '')).filter((end) => !Number.isNaN(end));
    if (ends.length === 0) return;
    const next = ends.reduce((first, end) => Math.min(first, end));
    timer = setTimeout(end, Math.min(timerMax, Math.max(0, next - Date.now())));
  }
  function end(): void {
    const ended = users.all.filter(({ status }) => Date.parse(status?.until ?? '') <= Date.now());
    if (ended.length === 0) schedule();
    else users.learn(ended.map(({ status: _, ...user }) => user));
  }
  const stop = effect(schedule);
  return () => {
    stop();
    clearTimeout(timer);
  };
}
