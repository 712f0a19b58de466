/** Reads the metrics of a node. */
import type { BedNode } from './test-bed.ts';

/** The sum of all samples of this name. */
export async function metricOf({ process }: BedNode, name: string): Promise<number> {
  const answer = await fetch(`${process.url}/metrics`, { signal: AbortSignal.timeout(5_000) });
  const lines = (await answer.text()).split('\n');
  const values = lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  if (values.length === 0) throw new Error(`The node has no metric ${name}`);
  return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

export const residentMb = async (node: BedNode) => (await metricOf(node, 'process_resident_memory_bytes')) / 2 ** 20;

export const openSockets = (node: BedNode) => metricOf(node, 'duologue_sockets');
