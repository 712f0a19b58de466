/** How far back sweeps look for what other nodes have done, when one of them fails. */
import { type Clock, install } from '@sinonjs/fake-timers';

/** Runs the work with a clock that it turns. */
export async function atOwnPace(work: (clock: Clock) => Promise<void>): Promise<void> {
  const clock = install({ toFake: ['performance'] });
  try {
    await work(clock);
  } finally {
    clock.uninstall();
  }
}

/** As `sweepWindows` answers where each sweep looks ten seconds further back than the last one that went well. */
export const expectedWindows = [10_700, 10_500, 10_800, 10_000];

/** @param sweepBy - the sweep of an engine whose store is asked by this. */
export async function sweepWindows(
  sweepBy: (ask: (windowMs: number) => Promise<[]>) => () => Promise<void>,
): Promise<number[]> {
  const windows: number[] = [];
  let isAway = false;
  await atOwnPace(async (clock) => {
    const sweep = sweepBy(async (windowMs) => {
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
      await sweep().catch(() => {});
    }
  });
  return windows;
}
