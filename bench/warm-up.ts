/** Warms up targets before the first figure: opens the conversations and lets V8 compile the hot code. */
import { runSaturation } from './load.ts';
import type { Stage } from './stage.ts';
import { type Target, withLanes } from './target.ts';

const outstanding = 4;

export async function warmUp({ plan }: Stage, targets: readonly Target[]): Promise<void> {
  for (const target of targets) {
    await withLanes(target, plan.pairs, (lanes) =>
      runSaturation({ lanes, pids: target.pids, warmMs: 0, measureMs: plan.warmMs }, outstanding),
    );
  }
}
