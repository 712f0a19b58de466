/** One program as a real process: started, waited for, stopped, killed, frozen, started again; never left behind. */
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
  /** Whether it does its work yet; asked again until it answers true. */
  isReady: (program: Program) => boolean | Promise<boolean>;
  readyMs?: number;
}

const running = oncePerProcess('programs', () => new Set<ChildProcess>());
const outputMax = 200_000;

/** A last resort: whatever still runs when the tests end goes with them. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** Ends the programs that no suite has ended; answers their command lines. */
export function endRunning(): string[] {
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

  /** Starts it, or starts it again with the same arguments; settles when it is ready. */
  async start(): Promise<void> {
    if (this.isRunning) throw new Error(`${this.#spec.name} runs already`);
    const child = this.#spawn();
    const { name, isReady, readyMs = 60_000 } = this.#spec;
    const closed = once(child, 'close').catch(() => {});
    const died = this.#exit.then(async (exit) => {
      // Its last words may come after its end.
      await within(1_000, 'its output ends', closed).catch(() => {});
      throw new Error(`${name} ended while starting: ${JSON.stringify(exit)}\n${this.#output.slice(-4_000)}`);
    });
    const isOver = () => child !== this.#child;
    const ready = until(`${name} gets ready`, () => isOver() || isReady(this), { ms: readyMs }).then(() =>
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
    if (pid === undefined) throw new Error(`${this.#spec.name} does not run`);
    return pid;
  }

  /** What it wrote, to either stream, since it was last started. */
  output(): string {
    return this.#output;
  }

  /** Settles when it ends, whoever ends it. */
  exited(): Promise<Exit> {
    return this.#exit;
  }

  /** Asks it to end, thawed if it was frozen; ends it by force when it takes longer than `graceMs`. */
  async stop(graceMs = 30_000): Promise<Exit> {
    this.#child?.kill('SIGTERM');
    this.#child?.kill('SIGCONT');
    return within(graceMs, `${this.#spec.name} ends on SIGTERM`, this.#exit).catch(() => this.kill());
  }

  kill(): Promise<Exit> {
    this.#child?.kill('SIGKILL');
    return this.#exit;
  }

  /** Stops its clock: its sockets stay open and nothing answers. Settles when all its threads stand still. */
  async freeze(): Promise<void> {
    process.kill(this.pid, 'SIGSTOP');
    const tasks = `/proc/${this.pid}/task`;
    const stands = (task: string) => /\) [Tt] /.test(readFileSync(`${tasks}/${task}/stat`, 'utf8'));
    await until(`${this.#spec.name} stands still`, () => readdirSync(tasks).every(stands), { everyMs: 1 });
  }

  thaw(): void {
    process.kill(this.pid, 'SIGCONT');
  }
}
