/** Writes the figures as JSON, as Markdown tables with goals, and as a chart. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from './bench-plan.ts';
import type { Cores } from './cores.ts';
import { type Figure, isReached } from './figure.ts';
import type { Machine } from './machine.ts';
import { ratioChart } from './ratio-chart.ts';
import type { Spread } from './statistics.ts';

export interface SuiteResult {
  name: string;
  title: string;
  figures: readonly Figure[];
  failure: string | null;
}

export interface Report {
  plan: Plan;
  machine: Machine;
  startedAt: Date;
  cores: Cores;
  results: readonly SuiteResult[];
}

/** Matches a list of plain values, which the formatter keeps on one line. */
const flatArray = /\[[^[\]{}]+\]/g;
const onOneLine = (list: string) => list.replace(/\n\s*/g, ' ').replace('[ ', '[').replace(' ]', ']');

const folder = fileURLToPath(new URL('results', import.meta.url));

/** Writes `bench/results/<latest or quick>[-SUITE…].*` and returns the Markdown. */
export function writeReport(report: Report): string {
  const { plan } = report;
  const name = [plan.size === 'quick' ? 'quick' : 'latest', ...plan.only].join('-');
  const text = markdownOf(report);
  const json = `${JSON.stringify(report, null, 2).replace(flatArray, onOneLine)}\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.md`), text);
  writeFileSync(join(folder, `${name}.json`), json);
  writeFileSync(join(folder, `${name}.svg`), ratioChart(report.results.flatMap((result) => result.figures)));
  if (plan.json) {
    mkdirSync(dirname(plan.json), { recursive: true });
    writeFileSync(plan.json, json);
  }
  return `${text}\nWritten to bench/results/${name}.md, .json and .svg.`;
}

export function markdownOf({ plan, machine, startedAt, cores, results }: Report): string {
  const repetitions =
    plan.repetitions === 1 ? 'One repetition' : `Medians of ${plan.repetitions} repetitions, range in brackets`;
  return [
    '# Figures',
    `${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. ${machine.text} ${cores.remark}`,
    `${repetitions}; ${plan.pairs} pairs, 64-byte bodies, ${plan.measureMs / 1_000} s each. Ratios are within one repetition.`,
    ...(machine.loadedBefore ? [`**${machine.loadedBefore}**`] : []),
    ...results.map(sectionOf),
    '',
  ].join('\n\n');
}

function sectionOf({ name, title, figures, failure }: SuiteResult): string {
  if (failure !== null) return `## ${name}: ${title}\n\nFailed: ${failure}`;
  const head = '| figure | ratio | goal | | ours | reference |\n| --- | --- | --- | --- | --- | --- |';
  return `## ${name}: ${title}\n\n${head}\n${figures.map(rowOf).join('\n')}`;
}

function rowOf(figure: Figure): string {
  const { what, unit, ours, reference, ratio, goal } = figure;
  const reached = isReached(figure);
  const cells = [
    what,
    ratio ? `**${spreadText(ratio)} ×**` : '',
    goal ? `${goal.kind === 'at least' ? '≥' : '≤'} ${numberText(goal.value)}${ratio ? ' ×' : ` ${unit}`}` : '',
    reached === null ? '' : reached ? 'reached' : 'missed',
    `${spreadText(ours)} ${unit}`,
    reference ? `${spreadText(reference)} (${reference.name})` : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function spreadText({ median, low, high }: Spread): string {
  return low === high ? numberText(median) : `${numberText(median)} (${numberText(low)}–${numberText(high)})`;
}

/** Formats a number with three significant digits. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value > 0 && value < 0.001) return '< 0.001';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: digits });
}
