/** Describes the machine of a measurement: processor, memory, versions and the load before it. */
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
  /** A warning when other work was running at the start; else empty. */
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
        ? `The machine is busy already (load ${loadBefore.toFixed(1)}): do not quote these figures.`
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
