/** Prints the figures of floods as rows of a Markdown table. */
import type { FloodFigures, Sample } from './flood-figures.ts';
import type { Outcomes } from './others.ts';

export const floodTableHead = [
  '| flood | by | sent, and what the flood received | CPU, quiet and in the flood | memory added | others’ p99, quiet and in the flood | ratio | refused of others |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
];

export function floodRow({ what, by, amount, note, before, during, after }: FloodFigures): string {
  const ofQuiet = (valueFor: (sample: Sample) => number) => (valueFor(before) + valueFor(after)) / 2;
  const p99 = ({ messages }: Sample) => percentile(messages.times, 0.99);
  const quiet = ofQuiet(p99);
  const cells = [
    what,
    by,
    `${amount.toLocaleString('en-GB')}${note && `; ${note}`}`,
    `${ofQuiet(({ cpu }) => cpu).toFixed(0)} %, ${during.cpu.toFixed(0)} %`,
    `${Math.max(0, (during.peakKib - before.peakKib) / 1_024).toFixed(0)} MB`,
    `${ms(quiet)}, ${ms(p99(during))}`,
    (p99(during) / quiet).toFixed(1),
    refusedOf(before, during),
  ];
  return `| ${cells.join(' | ')} |`;
}

const ms = (value: number) => `${value.toFixed(1)} ms`;
const slowest = ({ times }: Outcomes) => `${Math.max(...times).toFixed(0)} ms`;

function refusedOf(before: Sample, { messages, requests }: Sample): string {
  const ofMessages = `${messages.refused} of ${messages.times.length} messages`;
  if (requests.times.length === 0) return ofMessages;
  const ofRequests = `${requests.refused} of ${requests.times.length} logins`;
  return `${ofMessages}, ${ofRequests} (slowest ${slowest(requests)}, quiet ${slowest(before.requests)})`;
}

function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
