/** Measures what floods cost a node with rate limits: others' acknowledgements, CPU and memory. */
import { measureUsage, residentKib } from '../../bench/process-usage.ts';
import { register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { startServer } from '../support/server-process.ts';
import { acknowledgements, percentile } from './flood-kinds.ts';
import { floods } from './flood-list.ts';

export const floodTableHead = [
  '| flood | amount | quiet p99 | p99 in the flood | ratio | CPU, quiet and in the flood | memory added |',
  '| --- | --- | --- | --- | --- | --- | --- |',
];

/** Returns table rows. @param only - a part of the names of the floods to measure. */
export async function measureFloods(only = '', messages = 300): Promise<string[]> {
  const lines: string[] = [];
  for (const what of Object.keys(floods)) if (what.includes(only)) lines.push(await measure(what, messages));
  return lines;
}

async function measure(what: string, messages: number): Promise<string> {
  const server = await startServer({ env: { RATE_LIMITS: 'on' } });
  try {
    const [ann, ben] = await Promise.all([register(server.url), register(server.url)]);
    const device = await ann.connect();
    await acknowledgements(device, ben, 20, 110);
    const quiet = await sample(server.pid, device, ben, messages);
    const flood = await floods[what]?.start(server.url);
    const flooded = await sample(server.pid, device, ben, messages);
    await flood?.stop();
    device.close();
    const ms = (value: number) => `${value.toFixed(1)} ms`;
    const cpu = `${quiet.cpu.toFixed(0)} %, ${flooded.cpu.toFixed(0)} %`;
    const added = `${((flooded.peakKib - quiet.peakKib) / 1_024).toFixed(0)} MB`;
    const cells = [
      what,
      flood?.amount,
      ms(quiet.p99),
      ms(flooded.p99),
      (flooded.p99 / quiet.p99).toFixed(1),
      cpu,
      added,
    ];
    return `| ${cells.join(' | ')} |`;
  } finally {
    await server.dispose();
  }
}

interface Sample {
  p99: number;
  /** Per cent of one core. */
  cpu: number;
  peakKib: number;
}

async function sample(pid: number, device: Device, to: TestUser, messages: number): Promise<Sample> {
  let peakKib = 0;
  const timer = setInterval(() => {
    peakKib = Math.max(peakKib, residentKib(pid));
  }, 100);
  const endUsage = measureUsage([pid]);
  // One message per 110 ms stays below the rate limit.
  const p99 = percentile(await acknowledgements(device, to, messages, 110), 0.99);
  clearInterval(timer);
  const { serverCpuSeconds, seconds } = endUsage();
  return { p99, cpu: (100 * serverCpuSeconds) / seconds, peakKib };
}
