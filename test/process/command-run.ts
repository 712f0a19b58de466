/** Runs a built command: keeps its two output streams apart, and passes no settings of the shell. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until, within } from '../support/waiting.ts';

export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  /** Without the lines of the audit log. */
  stderr: string;
  /** The lines that a command of an operator adds to the audit log. */
  audit: Record<string, string>[];
}

const isAudit = (line: string) => line.endsWith('"msg":"audit"}\n');

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class CommandRun {
  readonly #child: ChildProcess;
  readonly #exit: Promise<Pick<Outcome, 'code' | 'signal'>>;
  stdout = '';
  stderr = '';

  /** @param args - the script below `dist/` and its arguments. */
  constructor(args: readonly string[], env: Record<string, string>) {
    const { PATH = '', HOME = '' } = process.env;
    const [script, ...rest] = args;
    this.#child = spawn(process.execPath, [`dist/${script}`, ...rest], {
      cwd: repositoryRoot,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this.#child);
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.#exit = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        running.delete(this.#child);
        resolve({ code, signal });
      });
    });
  }

  /** Settles with the address from the start line. */
  async ready(): Promise<string> {
    const line = /Duologue is ready: (http:[^\s"]+)"/;
    const over = () => this.#child.exitCode !== null && Promise.reject(new Error(`It ended: ${this.stderr}`));
    await until('the start line', () => over() || line.test(this.stdout), { ms: 60_000 });
    return line.exec(this.stdout)?.[1] ?? '';
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async outcome(ms = 60_000): Promise<Outcome> {
    const exit = await within(ms, 'the process ends', this.#exit).finally(() => this.kill('SIGKILL'));
    const lines = this.stderr.split(/(?<=\n)/);
    const [others, audit] = [lines.filter((line) => !isAudit(line)), lines.filter(isAudit)];
    return { ...exit, stdout: this.stdout, stderr: others.join(''), audit: audit.map((line) => JSON.parse(line)) };
  }
}

export function runToEnd(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new CommandRun(args, env).outcome();
}
