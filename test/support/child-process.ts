/** Runs a program as a child process: starts, stops, kills and freezes it, and never leaves it running. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { oncePerProcess } from './once-per-process.ts';
import { until, within } from './waiting.ts';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ProgramSpec {
  name: string;
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
  cwd?: string;
  /** Polled until it answers true: the program is then ready for work. */
  isReady: (program: Program) => boolean | Promise<boolean>;
  readyMs?: number;
}

const running = oncePerProcess('programs', () => new Set<ChildProcess>());
const outputMax = 200_000;

/** Last resort: the end of the test process kills every program that still runs. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** Kills the programs that no suite has stopped; answers their command lines. */
export function killRunning(): string[] {
  const left = [...running];
  for (const child of left) child.kill('SIGKILL');
  return left.map(({ spawnargs }) => spawnargs.join(' ').slice(0, 200));
}

export class Program {
  readonly #spec: ProgramSpec;
  #child: ChildProcess | null = null;
  #exit: Promise<Exit> = Promise.resolve({ code: 0, signal: null });
  #output = '';

  constructor(spec: ProgramSpec) {
    this.#spec = spec;
  }

  /** Starts the program, also a second time with the same arguments; settles when it is ready. */
  async start(): Promise<void> {
    if (this.isRunning) throw new Error(`${this.#spec.name} is already running`);
    const child = this.#spawn();
    const { name, isReady, readyMs = 60_000 } = this.#spec;
    const closed = once(child, 'close').catch(() => {});
    const died = this.#exit.then(async (exit) => {
      // Output may arrive after the exit.
      await within(1_000, 'the output ends', closed).catch(() => {});
      throw new Error(`${name} ended while starting: ${JSON.stringify(exit)}\n${this.#output.slice(-4_000)}`);
    });
    const isOver = () => child !== this.#child;
    const ready = until(`${name} becomes ready`, () => isOver() || isReady(this), { ms: readyMs }).then(() =>
      isOver() ? died : undefined,
    );
    try {
      await Promise.race([ready, died]);
    } catch (error) {
      ready.catch(() => {});
      await this.kill();
      throw error;
    }
    died.catch(() => {});
  }

  #spawn(): ChildProcess {
    const { command, args, env, cwd } = this.#spec;
    const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#output = '';
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => this.#collect(text));
    }
    this.#exit = new Promise((resolve) => {
      const settle = (exit: Exit) => {
        running.delete(child);
        if (this.#child === child) this.#child = null;
        resolve(exit);
      };
      child.once('error', (error) => {
        this.#collect(error.message);
        settle({ code: null, signal: null });
      });
      child.once('exit', (code, signal) => settle({ code, signal }));
    });
    return child;
  }

  #collect(text: string): void {
    this.#output = (this.#output + text).slice(-outputMax);
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error(`${this.#spec.name} is not running`);
    return pid;
  }

  /** The output on stdout and stderr since the last start. */
  output(): string {
    return this.#output;
  }

  /** Settles when the program ends for any reason. */
  exited(): Promise<Exit> {
    return this.#exit;
  }

  /** Sends SIGTERM, thaws a frozen program, and sends SIGKILL after `graceMs`. */
  async stop(graceMs = 30_000): Promise<Exit> {
    this.#child?.kill('SIGTERM');
    this.#child?.kill('SIGCONT');
    return within(graceMs, `${this.#spec.name} ends on SIGTERM`, this.#exit).catch(() => this.kill());
  }

  kill(): Promise<Exit> {
    this.#child?.kill('SIGKILL');
    return this.#exit;
  }

  /** Sends SIGSTOP: sockets stay open and nothing answers. Settles when all threads are stopped. */
  async freeze(): Promise<void> {
    process.kill(this.pid, 'SIGSTOP');
    const tasks = `/proc/${this.pid}/task`;
    const isStopped = (task: string) => /\) [Tt] /.test(readFileSync(`${tasks}/${task}/stat`, 'utf8'));
    await until(`${this.#spec.name} is frozen`, () => readdirSync(tasks).every(isStopped), { everyMs: 1 });
  }

  thaw(): void {
    process.kill(this.pid, 'SIGCONT');
  }
}
