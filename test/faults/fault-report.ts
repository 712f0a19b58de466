/** Writes the report of a series of runs: Markdown for readers, JSON for programs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, placeKind, places } from './conversation-address.ts';
import { plantedFaults } from './planted-faults.ts';
import { spreadText, sumOf } from './run-figures.ts';
import type { RunResult } from './run-scenario.ts';
import { type Guarantee, guarantees } from './verdicts.ts';

export interface Totals {
  runs: number;
  minutes: number;
  /** The acknowledged commands, messages and changes, and how many of each kind. */
  commands: number;
  byKind: Record<string, number>;
  /** The acknowledged messages. */
  acked: number;
  unknown: number;
  recovered: number;
  faults: number;
  violations: number;
  /** The same of pairs, rooms and the lobby. A fault counts for each that was in use meanwhile. */
  byPlace: Record<Place, PlaceTotals>;
  failedChecks: number;
}

/** The violations that name none of the three, such as a crash, are those of pairs. */
interface PlaceTotals {
  commands: number;
  faults: number;
  violations: number;
}

export function totalsOf(results: readonly RunResult[]): Totals {
  const sum = (number: (result: RunResult) => number) => results.reduce((total, one) => total + number(one), 0);
  return {
    runs: results.length,
    minutes: Math.round(sum(({ tookMs }) => tookMs) / 6_000) / 10,
    commands: sum(({ figures }) => sumOf(figures.commands)),
    byKind: sumByKind(results),
    acked: sum(({ figures }) => figures.acked),
    unknown: sum(({ figures }) => figures.unknown),
    recovered: sum(({ figures }) => figures.recovered),
    faults: sum(({ faults }) => sumOf(faults)),
    violations: sum(({ verdicts }) => Object.values(verdicts).reduce((count, found) => count + found.length, 0)),
    byPlace: {
      pairs: placeTotals(results, 'pairs'),
      rooms: placeTotals(results, 'rooms'),
      lobby: placeTotals(results, 'lobby'),
    },
    failedChecks: sum((result) => failures(result).length),
  };
}

function placeTotals(results: readonly RunResult[], place: Place): PlaceTotals {
  const totals = { commands: 0, faults: 0, violations: 0 };
  for (const { figures, faults, verdicts } of results) {
    totals.commands += figures.byPlace[place];
    if (figures.byPlace[place] > 0) totals.faults += sumOf(faults);
    totals.violations += Object.values(verdicts)
      .flat()
      .filter((how) => placeKind(how) === place).length;
  }
  return totals;
}

/** One line for pairs, rooms and the lobby each. */
export const placesText = ({ byPlace }: Totals): string[] =>
  places.map((place) => {
    const { commands, faults, violations } = byPlace[place];
    return `${place}: ${commands} commands acknowledged, ${faults} faults, ${violations} violations`;
  });

function sumByKind(results: readonly RunResult[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { figures } of results)
    for (const [kind, count] of Object.entries(figures.commands)) kinds[kind] = (kinds[kind] ?? 0) + count;
  return kinds;
}

export const kindsText = (kinds: Record<string, number>): string =>
  Object.entries(kinds)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');

/** The failures of a run, one line each. */
export function failures({ verdicts, broken, checks, integrity }: RunResult): string[] {
  return [
    ...broken.map(
      (guarantee) => `${guarantee} ${verdicts[guarantee].length}: ${verdicts[guarantee].slice(0, 3).join(' | ')}`,
    ),
    ...checks.filter(({ isKept }) => !isKept).map(({ what, detail }) => `check failed: ${what} (${detail})`),
    ...(integrity.isSound === false ? [`fsck: ${integrity.output}`] : []),
  ];
}

/** @returns the folder's files */
export function writeReport(folder: string, results: readonly RunResult[], repeat: string): string[] {
  mkdirSync(folder, { recursive: true });
  const plain = results.map(({ history: _, ...rest }) => rest);
  const json = join(folder, 'faults.json');
  writeFileSync(json, JSON.stringify({ repeat, totals: totalsOf(results), runs: plain }, null, 2));
  const markdown = join(folder, 'faults.md');
  writeFileSync(markdown, toMarkdown(results, repeat));
  return [markdown, json];
}

export function writeHistory(folder: string, { scenario, seed, history }: RunResult): void {
  mkdirSync(folder, { recursive: true });
  history.writeTo(join(folder, `history-${scenario}-${seed}.jsonl`));
}

function toMarkdown(results: readonly RunResult[], repeat: string): string {
  const totals = totalsOf(results);
  return [
    '# Fault runs',
    `Repeat: \`${repeat}\`. Before each run the checker found all ${plantedFaults.length} planted violations.`,
    `${totals.runs} runs, ${totals.minutes} minutes, ${totals.faults} faults, ${totals.commands} commands acknowledged (${kindsText(totals.byKind)}) ` +
      `(${totals.unknown} of ${totals.acked} messages had an attempt without a clear answer, ${totals.recovered} of these recovered), ${totals.violations} violations, ` +
      `${totals.failedChecks} failures in all.`,
    placesText(totals)
      .map((line) => `- ${line}`)
      .join('\n'),
    '| scenario | seed | faults | commands | messages | delivery | unavailable | ack gap | result |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n' +
      results.map(row).join('\n'),
    ...results.map(section),
    `## Guarantees\n${Object.entries(guarantees)
      .map(([name, meaning]) => `- \`${name}\`: ${meaning}: ${count(results, name as Guarantee)}`)
      .join('\n')}`,
  ].join('\n\n');
}

const count = (results: readonly RunResult[], guarantee: Guarantee) =>
  results.reduce((total, { verdicts }) => total + verdicts[guarantee].length, 0);

function row({ scenario, seed, faults, figures, isClean }: RunResult): string {
  const { acked, commands, delivery, unavailable, longestAckGap } = figures;
  const result = isClean ? 'clean' : '**failed**';
  return `| ${scenario} | ${seed} | ${sumOf(faults)} | ${sumOf(commands)} | ${acked} | ${spreadText(delivery)} | ${spreadText(unavailable)} | ${longestAckGap} ms | ${result} |`;
}

function section(result: RunResult): string {
  const { scenario, title, seed, measures, figures, faults } = result;
  return [
    `## ${scenario}: ${title} (seed ${seed})`,
    `Acknowledged: ${kindsText(figures.commands) || 'nothing'}. Faults: ${
      Object.entries(faults)
        .map(([kind, times]) => `${kind} ×${times}`)
        .join(', ') || 'none'
    }. ` +
      `Convergence after healing: ${spreadText(figures.convergence)}. Typed errors: ${spreadText(figures.typedErrors)}. ` +
      `Pushes: ${figures.pushes}, ${figures.outOfOrder} out of order. Reconnects: ${figures.reconnects}.`,
    measures.map(({ what, value, goal }) => `- ${what}: ${value} (goal: ${goal})`).join('\n'),
    failures(result)
      .map((failure) => `- **${failure}**`)
      .join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
