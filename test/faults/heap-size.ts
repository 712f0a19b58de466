/** Measures the used heap of a node after a garbage collection. */
import { fileURLToPath } from 'node:url';
import { until } from '../support/waiting.ts';
import type { BedNode } from './test-bed.ts';

/** The environment of a node that loads the heap probe. */
export const heapProbe = { NODE_OPTIONS: `--import=${fileURLToPath(new URL('heap-probe.mjs', import.meta.url))}` };

const report = /heap after collection: (\d+)/g;

/** Answers the heap in MB. */
export async function heapOf({ name, process }: BedNode): Promise<number> {
  const reports = () => [...process.output().matchAll(report)].map(([, bytes]) => Number(bytes));
  const before = reports().length;
  globalThis.process.kill(process.pid, 'SIGUSR2');
  await until(`${name} reports its heap`, () => reports().length > before, { ms: 60_000 });
  return reports().at(-1)! / 2 ** 20;
}

/** The change as text; its goal is ± 5 %. */
export const heapChange = (before: number, after: number): string =>
  `${before.toFixed(1)} MB, then ${after.toFixed(1)} MB (${(((after - before) / before) * 100).toFixed(1)} %)`;
