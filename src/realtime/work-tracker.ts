/** Counts the work that clients have asked for and that is not finished. */
import { setTimeout as wait } from 'node:timers/promises';

export interface WorkTracker {
  track(work: Promise<unknown>): void;
  /** Settles when no work is left. It ends, because all work has a deadline. */
  finished(): Promise<void>;
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
    async finished() {
      while (pending > 0) await wait(10);
    },
  };
}
