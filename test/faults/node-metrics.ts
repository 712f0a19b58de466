/** Reads the metrics of a node. */
import type { BedNode } from './test-bed.ts';

async function samplesOf({ process }: BedNode, name: string): Promise<string[]> {
  const answer = await fetch(`${process.url}/metrics`, { signal: AbortSignal.timeout(5_000) });
  const lines = (await answer.text()).split('\n');
  return lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
}

const sumOf = (samples: readonly string[]) => samples.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);

/** The sum of all samples of this name. */
export async function metricOf(node: BedNode, name: string): Promise<number> {
  const samples = await samplesOf(node, name);
  if (samples.length === 0) throw new Error(`The node has no metric ${name}`);
  return sumOf(samples);
}

/** How many clients the node has terminated because they did not read. Other clients that come and go do not count. */
export async function slowReadersOf(node: BedNode): Promise<number> {
  const hits = await samplesOf(node, 'duologue_limit_hits_total');
  return sumOf(hits.filter((line) => /"unsent\w+"/.test(line)));
}

export const residentMb = async (node: BedNode) => (await metricOf(node, 'process_resident_memory_bytes')) / 2 ** 20;

export const openSockets = (node: BedNode) => metricOf(node, 'duologue_sockets');
