/** Sends messages over many lanes, either as fast as they are answered or at a fixed rate. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from './lane.ts';
import { measureUsage } from './process-usage.ts';
import { percentile, seededNumbers } from './statistics.ts';

export interface LoadResult {
  /** Messages acknowledged and delivered during the measurement. */
  messages: number;
  perSecond: number;
  p50: number;
  p99: number;
  cpuPerThousand: number;
  generatorLoad: number;
  /** The generator's lateness, p99 in milliseconds. */
  lateness: number;
}

export interface LoadOptions {
  lanes: readonly Lane[];
  /** Processes that the CPU time is summed over. */
  pids: readonly number[];
  warmMs: number;
  measureMs: number;
}

/** Keeps `outstanding` messages on each lane: sends the next once one is acknowledged and delivered. */
export function runSaturation(options: LoadOptions, outstanding: number): Promise<LoadResult> {
  let stopped = false;
  for (const lane of options.lanes) {
    const fill = () => {
      while (!stopped && lane.outstanding < outstanding) lane.send();
    };
    lane.onProgress = fill;
    fill();
  }
  return measure(options, () => {
    stopped = true;
    return 0;
  });
}

/** Sends at a rate with exponential gaps, as independent users would, on each lane in turn. */
export function runRate(options: LoadOptions, perSecond: number): Promise<LoadResult> {
  const { lanes } = options;
  const random = seededNumbers(perSecond);
  const lateness: number[] = [];
  let due = performance.now();
  let turn = 0;
  let timer: NodeJS.Timeout;
  const tick = () => {
    const now = performance.now();
    while (due <= now) {
      lanes[turn++ % lanes.length]?.send();
      lateness.push(now - due);
      due += (-Math.log(1 - random()) * 1_000) / perSecond;
    }
    timer = setTimeout(tick, 1);
  };
  for (const lane of lanes) lane.onProgress = () => {};
  tick();
  return measure(options, () => {
    clearTimeout(timer);
    return percentile(lateness, 0.99);
  });
}

/** @param stop - ends the sending; returns the lateness. */
async function measure({ lanes, pids, warmMs, measureMs }: LoadOptions, stop: () => number): Promise<LoadResult> {
  await sleep(warmMs);
  const took: number[] = [];
  for (const lane of lanes) lane.onDelivery = (ms) => took.push(ms);
  const before = finished(lanes);
  const usageOf = measureUsage(pids);
  await sleep(measureMs);
  const usage = usageOf();
  const messages = finished(lanes) - before;
  const lateness = stop();
  for (const lane of lanes) lane.onDelivery = () => {};
  const { p50, p99 } = { p50: percentile(took, 0.5), p99: percentile(took, 0.99) };
  await drain(lanes);
  return {
    messages,
    perSecond: messages / usage.seconds,
    p50,
    p99,
    cpuPerThousand: (usage.serverCpuSeconds / messages) * 1_000,
    generatorLoad: usage.generatorLoad,
    lateness,
  };
}

const finished = (lanes: readonly Lane[]) =>
  lanes.reduce((sum, lane) => sum + Math.min(lane.acknowledged, lane.delivered), 0);

const drainMs = 10_000;

/** @throws Error when a message was refused, or not both acknowledged and delivered in time. */
export async function drain(lanes: readonly Lane[]): Promise<void> {
  const deadline = performance.now() + drainMs;
  while (lanes.some((lane) => lane.outstanding > 0) && performance.now() < deadline) await sleep(20);
  const refused = lanes.reduce((sum, lane) => sum + lane.refused, 0);
  const lost = lanes.reduce((sum, lane) => sum + lane.outstanding, 0);
  if (refused === 0 && lost === 0) return;
  const reason = lanes.find((lane) => lane.refusal !== '')?.refusal ?? '';
  throw new Error(`${refused} messages were refused, ${lost} not both acknowledged and delivered. ${reason}`);
}
