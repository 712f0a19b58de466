/** Tests that a signal to the npm commands of the README ends everything that they started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { freePort } from '../support/free-port.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { until } from '../support/waiting.ts';

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The processes that hold this text in their environment: everything that a command has started. */
function processesWith(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(mark))
    .map(Number);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return ''; // It has ended, or belongs to another user.
  }
}

describe('a command that is stopped by its process id', () => {
  let dataDir: string;
  let command: ChildProcess | undefined;
  beforeEach(() => {
    dataDir = makeFolder('stopped');
  });
  afterEach(() => {
    for (const pid of processesWith(dataDir)) process.kill(pid, 'SIGKILL');
    removeFolder(dataDir);
  });

  for (const [name, args, path] of [
    ['npm start', ['start'], '/readyz'],
    ['npm run cluster', ['run', 'cluster', '--', '--nodes', '1', '--port'], '/readyz?only=node'],
  ] as const) {
    it(`leaves no process behind: ${name}`, async () => {
      const port = `${await freePort()}`;
      const { PATH = '', HOME = '' } = process.env;
      const all = args[0] === 'run' ? [...args, port] : args;
      const env = { PATH, HOME, TMPDIR: dataDir, DATA_DIR: dataDir, PORT: port };
      command = spawn('npm', all, { cwd: repositoryRoot, env, stdio: 'ignore' });
      const ready = () => fetch(`http://127.0.0.1:${port}${path}`).then(({ ok }) => ok);
      await until(`${name} serves`, ready, { ms: 120_000 });
      command.kill('SIGTERM');
      await once(command, 'exit');
      await until('everything has ended', () => processesWith(dataDir).length === 0, { ms: 60_000 });
      expect(await ready().catch(() => false)).to.equal(false);
    });
  }
});
