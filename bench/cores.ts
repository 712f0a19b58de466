/** Pins the server side and the load generator to separate cores, so that neither disturbs the other. */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

export interface Cores {
  /** Null when nothing is pinned; `remark` holds the reason. */
  server: number | null;
  generator: number | null;
  remark: string;
}

/** Pins this process, the generator, to its own core. */
export function takeCores(): Cores {
  const remark = reasonNotToPin();
  if (remark) return { server: null, generator: null, remark };
  pin(process.pid, 1);
  return { server: 0, generator: 1, remark: 'The server side is pinned to core 0, the generator to core 1.' };
}

/** Pins all threads of a process; later threads inherit the core. */
export function pin(pid: number, core: number | null): void {
  if (core !== null) execFileSync('taskset', ['-a', '-c', '-p', `${core}`, `${pid}`], { stdio: 'pipe' });
}

function reasonNotToPin(): string {
  if (availableParallelism() < 2)
    return 'One core only: server and generator share it, so the figures show only the order of magnitude.';
  try {
    execFileSync('taskset', ['--version'], { stdio: 'pipe' });
    return '';
  } catch {
    return 'taskset is missing (Debian: apt-get install util-linux): nothing is pinned, and the figures vary more.';
  }
}
