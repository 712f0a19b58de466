/** Warms up targets before the first figure: opens the conversations and lets V8 compile the hot code. */
import type { Lane } from './lane.ts';
import { runRate, runSaturation } from './load.ts';
import type { Stage } from './stage.ts';
import { type Target, withLanes } from './target.ts';

const outstanding = 4;

export async function warmUp({ plan }: Stage, targets: readonly Target[]): Promise<void> {
  for (const target of targets) {
    await withLanes(target, plan.pairs, async (lanes) => {
      await openConversations(target, lanes);
      await runSaturation({ lanes, pids: target.pids, warmMs: 0, measureMs: plan.warmMs }, outstanding);
    });
  }
}

/** Sends a few messages on each lane: a cold node that starts at its limit refuses some, because opening takes it too long. */
export async function openConversations({ pids }: Target, lanes: readonly Lane[]): Promise<void> {
  await runRate({ lanes, pids, warmMs: 0, measureMs: 1_000 }, lanes.length * 4);
}
