/** The window of a periodic poll: it overlaps the window of the last successful poll, so that no change is missed. */

/** The overlap of two windows, in milliseconds: a commit becomes visible after the time that it carries. */
const overlapMs = 10_000;

/** Runs one poll with its window in milliseconds: from `overlapMs` before the start of the last successful poll until now. */
export type PollWindow = (poll: (windowMs: number) => Promise<void>) => Promise<void>;

/** @param firstMs - how far back the first poll reaches beyond the overlap, in milliseconds. */
export function createPollWindow(firstMs = 0): PollWindow {
  // The monotonic clock: the wall clock may jump.
  let polledAt = performance.now() - firstMs;
  return async (poll) => {
    const started = performance.now();
    await poll(started - polledAt + overlapMs);
    polledAt = started;
  };
}
