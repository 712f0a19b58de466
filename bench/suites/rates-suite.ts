/** Measures delivery times and CPU at fixed rates that do not wait for answers. */
import { atMost, compare, type Figure, figureOf, type Goal } from '../figure.ts';
import { type LoadResult, runRate } from '../load.ts';
import { type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';
import { type Target, withLanes } from '../target.ts';
import { warmUp } from '../warm-up.ts';

interface RateGoals {
  p50?: Goal;
  p99?: Goal;
  cpu?: Goal;
}

const goalsAt: Record<number, RateGoals> = {
  1000: { p50: atMost(2.5), p99: atMost(3), cpu: atMost(4) },
  4000: { p99: atMost(5) },
};

interface Pair {
  ours: LoadResult;
  relay: LoadResult;
}

export const ratesSuite: Suite = {
  name: 'rates',
  title: 'delivery and CPU at fixed rates, 500 to 4,000 messages per second',
  async run(stage, say) {
    return using([await stage.relay(), await stage.cluster()] as const, async ([relay, cluster]) => {
      await warmUp(stage, [relay, cluster]);
      const figures: Figure[] = [];
      for (const rate of stage.plan.rates) {
        const pairs = await repeat(stage.plan.repetitions, async (repetition): Promise<Pair> => {
          say(`${rate} per second, repetition ${repetition}`);
          return { relay: await sendAt(stage, relay, rate), ours: await sendAt(stage, cluster, rate) };
        });
        figures.push(...figuresAt(rate, goalsAt[rate] ?? {}, pairs));
      }
      return figures;
    });
  },
};

export function sendAt({ plan }: Stage, target: Target, rate: number): Promise<LoadResult> {
  const { warmMs, measureMs } = plan;
  return withLanes(target, plan.pairs, (lanes) => runRate({ lanes, pids: target.pids, warmMs, measureMs }, rate));
}

function figuresAt(rate: number, goals: RateGoals, pairs: readonly Pair[]): Figure[] {
  const figure = (what: string, unit: string, value: keyof LoadResult, goal: Goal | undefined) =>
    compare({
      what: `${what} at ${rate}/s`,
      unit,
      ours: pairs.map((pair) => pair.ours[value]),
      reference: pairs.map((pair) => pair.relay[value]),
      against: 'bare relay',
      ...(goal ? { goal } : {}),
    });
  const late = pairs.map((pair) => Math.max(pair.ours.lateness, pair.relay.lateness));
  return [
    figure('delivery p50', 'ms', 'p50', goals.p50),
    figure('delivery p99', 'ms', 'p99', goals.p99),
    figure('CPU for 1,000 messages', 's', 'cpuPerThousand', goals.cpu),
    figureOf(`lateness of the generator at ${rate}/s, p99 (its timer ticks each millisecond)`, 'ms', late),
  ];
}
