/** Measures one build on one and on two nodes, for a comparison with other builds. */
import type { Cluster, Stage } from './stage.ts';
import { spreadOf } from './statistics.ts';
import { reconnectRate } from './suites/connections-suite.ts';
import { sendAt } from './suites/rates-suite.ts';
import { saturate } from './suites/saturation-suite.ts';

/** The value of each figure in one repetition, by name. */
export type BuildFigures = Record<string, number>;

/** One node and two nodes of the same build. */
export type BuildClusters = readonly [one: Cluster, two: Cluster];

const outstandings = [8, 1];
const rates = [500, 1_000, 2_000];

export async function measureBuild(stage: Stage, [one, two]: BuildClusters): Promise<BuildFigures> {
  const figures: BuildFigures = {};
  for (const outstanding of outstandings) {
    const { perSecond, cpuPerThousand } = await saturate(stage, one, outstanding);
    figures[`messages/s, ${outstanding} outstanding`] = perSecond;
    figures[`CPU s per 1,000, ${outstanding} outstanding`] = cpuPerThousand;
  }
  for (const rate of rates) {
    const { p50, p99, cpuPerThousand } = await sendAt(stage, one, rate);
    figures[`p50 ms at ${rate}/s`] = p50;
    figures[`p99 ms at ${rate}/s`] = p99;
    figures[`CPU s per 1,000 at ${rate}/s`] = cpuPerThousand;
  }
  figures['messages/s, two nodes, 8 outstanding'] = (await saturate(stage, two, 8)).perSecond;
  figures['p50 ms at 1000/s, two nodes'] = (await sendAt(stage, two, 1_000)).p50;
  const { perSecond, cpuPerThousand } = await reconnectRate(stage, one);
  figures['connects/s'] = perSecond;
  figures['CPU s per 1,000 connects'] = cpuPerThousand;
  return figures;
}

/** @param rounds - for each repetition, the figures of each build in the order of `names`. */
export function comparisonTable(names: readonly string[], rounds: readonly (readonly BuildFigures[])[]): string {
  const medianOf = (figure: string, build: number) =>
    spreadOf(rounds.map((round) => round[build]?.[figure] ?? Number.NaN)).median;
  const rows = Object.keys(rounds[0]?.[0] ?? {}).map((figure) => {
    const first = medianOf(figure, 0);
    const cells = names.map((_, build) => cellOf(medianOf(figure, build), first));
    return `| ${[figure, ...cells].join(' | ')} |`;
  });
  const head = ['figure', ...names];
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows].join('\n');
}

const cellOf = (median: number, first: number) => `${median.toPrecision(4)} (${(median / first).toFixed(3)} ×)`;
