/** Reads CPU time and memory of processes from Linux's /proc. */
import { readFileSync } from 'node:fs';

/** Linux reports process times in hundredths of a second, independent of the kernel's tick rate. */
const ticksPerSecond = 100;

/** Returns the CPU seconds, user and system, of all threads of these processes. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuOf(pid), 0);
}

function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The process name in brackets may contain any character; utime and stime are the 12th and 13th fields after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Returns the resident memory of a process in KiB. */
export function residentKib(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? 0);
}

export interface Usage {
  /** The generator's share of its core; near 1, the generator limits the measurement. */
  generatorLoad: number;
  serverCpuSeconds: number;
  seconds: number;
}

/** Starts a measurement; the returned function ends it. */
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
