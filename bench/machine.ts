/** On what the figures were taken: processor, memory, versions, and whether others were at work. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  processor: string;
  cores: number;
  memoryGib: number;
  node: string;
  mariadb: string;
  redis: string;
  loadBefore: number;
  text: string;
  /** A warning where other work was running when the benchmark began. */
  loadedBefore: string;
}

const quietLoad = 1;

export function describeMachine(): Machine {
  const [first] = cpus();
  const loadBefore = loadavg()[0] ?? 0;
  const found = {
    processor: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    mariadb: versionOf('mariadbd', /Ver ([\d.]+)/),
    redis: versionOf('redis-server', /v=([\d.]+)/),
    loadBefore,
  };
  const { processor, cores, memoryGib, node, mariadb, redis } = found;
  return {
    ...found,
    text: `${cores} × ${processor}, ${memoryGib} GiB; Node ${node}, MariaDB ${mariadb}, Redis ${redis}.`,
    loadedBefore:
      loadBefore > quietLoad
        ? `The machine is at work already (load ${loadBefore.toFixed(1)}): no figures to quote.`
        : '',
  };
}

function versionOf(program: string, pattern: RegExp): string {
  try {
    return pattern.exec(execFileSync(program, ['--version'], { encoding: 'utf8', stdio: 'pipe' }))?.[1] ?? 'unknown';
  } catch {
    return 'not found';
  }
}
