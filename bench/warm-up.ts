/** What goes before the first figure: conversations are opened, and V8 has compiled what it runs often. */
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
