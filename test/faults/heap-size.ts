/** How much memory a node still uses after it has collected its garbage. */
import { fileURLToPath } from 'node:url';
import { until } from '../support/waiting.ts';
import type { BedNode } from './test-bed.ts';

/** For the environment of a node that knows how to tell its heap. */
export const heapProbe = { NODE_OPTIONS: `--import=${fileURLToPath(new URL('heap-probe.mjs', import.meta.url))}` };

const report = /heap after collection: (\d+)/g;

/** In MB. */
export async function heapOf({ name, process }: BedNode): Promise<number> {
  const told = () => [...process.output().matchAll(report)].map(([, bytes]) => Number(bytes));
  const before = told().length;
  globalThis.process.kill(process.pid, 'SIGUSR2');
  await until(`${name} tells its heap`, () => told().length > before, { ms: 60_000 });
  return told().at(-1)! / 2 ** 20;
}

/** What changed, against the ± 5 % of the goal. */
export const heapChange = (before: number, after: number): string =>
  `${before.toFixed(1)} MB, then ${after.toFixed(1)} MB (${(((after - before) / before) * 100).toFixed(1)} %)`;
