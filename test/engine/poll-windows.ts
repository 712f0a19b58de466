/** Records the windows of polls, with a clock that the test turns. */
import { type Clock, install } from '@sinonjs/fake-timers';

/** Runs the work with a fake monotonic clock. */
export async function withFakeClock(work: (clock: Clock) => Promise<void>): Promise<void> {
  const clock = install({ toFake: ['performance'] });
  try {
    await work(clock);
  } finally {
    clock.uninstall();
  }
}

/** The windows of `pollWindows` when each poll starts ten seconds before the last successful one. */
export const expectedWindows = [10_700, 10_500, 10_800, 10_000];

/** @param createPoll - the poll of an engine whose store passes its window to `query`. */
export async function pollWindows(
  createPoll: (query: (windowMs: number) => Promise<[]>) => () => Promise<void>,
): Promise<number[]> {
  const windows: number[] = [];
  let isAway = false;
  await withFakeClock(async (clock) => {
    const poll = createPoll(async (windowMs) => {
      windows.push(windowMs);
      if (isAway) throw new Error('away');
      return [];
    });
    for (const [passed, away] of [
      [700, false],
      [500, true],
      [300, false],
      [0, false],
    ] as const) {
      clock.tick(passed);
      isAway = away;
      await poll().catch(() => {});
    }
  });
  return windows;
}
