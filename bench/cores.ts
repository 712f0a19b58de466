/** Which core a process runs on: the server side on one, the generator on another, so that neither disturbs the other. */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

export interface Cores {
  /** Null where nothing is pinned, with the reason in `remark`. */
  server: number | null;
  generator: number | null;
  remark: string;
}

/** Moves this process, the generator, to its own core. */
export function takeCores(): Cores {
  const remark = hindrance();
  if (remark) return { server: null, generator: null, remark };
  pin(process.pid, 1);
  return { server: 0, generator: 1, remark: 'The server side is pinned to core 0, the generator to core 1.' };
}

/** Pins all threads of a process; those it starts later stay with them. */
export function pin(pid: number, core: number | null): void {
  if (core !== null) execFileSync('taskset', ['-a', '-c', '-p', `${core}`, `${pid}`], { stdio: 'pipe' });
}

function hindrance(): string {
  if (availableParallelism() < 2)
    return 'One core only: server and generator share it, so only the order of figures counts.';
  try {
    execFileSync('taskset', ['--version'], { stdio: 'pipe' });
    return '';
  } catch {
    return 'taskset is missing (Debian: apt-get install util-linux): nothing is pinned, and the figures vary more.';
  }
}
