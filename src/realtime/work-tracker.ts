/** Counts the work that clients have asked for and that is not finished. */
import { setTimeout as wait } from 'node:timers/promises';

export interface WorkTracker {
  track(work: Promise<unknown>): void;
  /** Settles when no work is left, or after this many milliseconds. */
  finished(withinMs: number): Promise<void>;
}

export function createWorkTracker(onDefect: (error: unknown) => unknown): WorkTracker {
  let pending = 0;

  function finish(): void {
    pending -= 1;
  }

  return {
    track(work) {
      pending += 1;
      work.catch(onDefect).then(finish);
    },
    async finished(withinMs) {
      const until = performance.now() + withinMs;
      while (pending > 0 && performance.now() < until) await wait(10);
    },
  };
}
