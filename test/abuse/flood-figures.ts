/** Measures what each flood costs a node with rate limits. */
import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { measureUsage, residentKib } from '../../bench/process-usage.ts';
import { startServer } from '../support/server-process.ts';
import type { FloodTarget } from './flood.ts';
import { floods } from './flood-list.ts';
import { OthersProcess, type OthersSample } from './others.ts';
import { registerElsewhere, registerOwner } from './rightful-users.ts';

/** The seconds of each sample: before, during and after the flood. */
const seconds = { quiet: 7, flood: 14 };

/** As in production, except that each test user may claim an address of its own. */
const settings = { RATE_LIMITS: 'on', TRUST_PROXY: '127.0.0.1', ARGON2_MEMORY_KIB: '19456' };

export interface Sample extends OthersSample {
  /** Per cent of one core, of the node and its hash process. */
  cpu: number;
  peakKib: number;
}

export interface FloodFigures {
  what: string;
  by: string;
  amount: number;
  note: string;
  before: Sample;
  during: Sample;
  after: Sample;
}

/** Yields the figures of each flood. @param only - a part of the names of the floods to measure. */
export async function* measureFloods(only = ''): AsyncGenerator<FloodFigures> {
  for (const what of Object.keys(floods)) if (what.includes(only)) yield await measureFlood(what);
}

async function measureFlood(what: string): Promise<FloodFigures> {
  const { by, start } = floods[what] as (typeof floods)[string];
  setOwnPriority(0);
  const server = await startServer({ env: settings });
  try {
    const { url, dataDir, pid } = server;
    const target: FloodTarget = { url, dataDir, scale: 1, owner: await registerOwner(url) };
    const users = await Promise.all(Array.from({ length: 5 }, () => registerElsewhere(url)));
    const others = await OthersProcess.start({ what, target, users });
    const processes = [pid, ...childrenOf(pid)];
    await others.measure(2);
    setOwnPriority(10);
    const before = await sample(processes, others, seconds.quiet);
    const flood = await start(target);
    const during = await sample(processes, others, seconds.flood);
    const { amount } = flood;
    const note = flood.note?.() ?? '';
    await flood.stop();
    await sleep(1_000);
    const after = await sample(processes, others, seconds.quiet);
    others.stop();
    return { what, by, amount, note, before, during, after };
  } finally {
    await server.dispose();
  }
}

/** On two cores the attacker's own work must not compete with the node's. Processes started before keep their priority. */
function setOwnPriority(priority: number): void {
  try {
    setPriority(priority);
  } catch {
    // Only root may raise it again: then the next node has the lower priority, too, and so have its users.
  }
}

async function sample(processes: readonly number[], others: OthersProcess, duration: number): Promise<Sample> {
  let peakKib = 0;
  const timer = setInterval(() => {
    const kib = processes.reduce((sum, pid) => sum + residentKib(pid), 0);
    peakKib = Math.max(peakKib, kib);
  }, 100);
  const endUsage = measureUsage(processes);
  const outcomes = await others.measure(duration);
  const { serverCpuSeconds, seconds: took } = endUsage();
  clearInterval(timer);
  return { ...outcomes, cpu: (100 * serverCpuSeconds) / took, peakKib };
}

function childrenOf(pid: number): number[] {
  const tasks = `/proc/${pid}/task`;
  const lists = readdirSync(tasks).map((task) => readFileSync(`${tasks}/${task}/children`, 'utf8'));
  return lists.join(' ').split(' ').filter(Boolean).map(Number);
}
