/** Runs `duologue fsck` on the database of a run, if this build has it. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface Integrity {
  /** Null when this build has no `fsck`. */
  isSound: boolean | null;
  output: string;
}

export async function checkIntegrity(databaseUrl: string, redisUrl: string): Promise<Integrity> {
  const { PATH = '' } = process.env;
  const env = { PATH, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, SESSION_SECRET: 'x'.repeat(32) };
  const cli = (...args: string[]) =>
    run(process.execPath, ['dist/cli.js', ...args], { cwd: repositoryRoot, env, timeout: 300_000 });
  const { stdout: help } = await cli('--help');
  if (!/^\s+fsck\b/m.test(help)) return { isSound: null, output: 'This build has no fsck.' };
  try {
    const { stdout } = await cli('fsck');
    return { isSound: true, output: stdout.trim() };
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    return { isSound: false, output: `${stdout}${stderr}`.trim() || message };
  }
}
