/** What processes have used, as Linux tells it in /proc: CPU time and memory. */
import { readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second, whatever the kernel's own clock. */
const ticksPerSecond = 100;

/** Seconds of CPU, user and system, of all threads of these processes together. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuOf(pid), 0);
}

function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold anything; utime and stime are the 12th and 13th fields after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Memory a process holds, in KiB. */
export function residentKib(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? 0);
}

export interface Usage {
  /** Share of its core that the generator used: near 1 means that the generator was the limit. */
  generatorLoad: number;
  serverCpuSeconds: number;
  seconds: number;
}

/** Starts to measure; the answer ends it. */
export function measureUsage(pids: readonly number[]): () => Usage {
  const startedAt = performance.now();
  const cpuBefore = cpuSeconds(pids);
  const ownBefore = process.cpuUsage();
  return () => {
    const seconds = (performance.now() - startedAt) / 1_000;
    const own = process.cpuUsage(ownBefore);
    return {
      seconds,
      generatorLoad: (own.user + own.system) / 1e6 / seconds,
      serverCpuSeconds: cpuSeconds(pids) - cpuBefore,
    };
  };
}
