/** `npm run dev`: runs the node and the page's Vite server, reloads both on changes, and stops them together. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isListening } from '../test/support/waiting.ts';

/** `PORT` is the node's own setting; `src/web/vite.config.ts` reads both. */
const env = { ...process.env, PORT: process.env.PORT || '3000', PAGE_PORT: process.env.PAGE_PORT || '5173' };

const schemas = ['prisma/schema.prisma', 'prisma/sqlite/schema.prisma'];
const clients = 'src/storage/generated';

const programs = {
  node: ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'src/main.ts'],
  page: ['node_modules/vite/bin/vite.js', '--config', 'src/web/vite.config.ts', '--clearScreen', 'false'],
  clients: ['scripts/build.mjs', '--clients-only'],
};

/** The node drains for at most 14 s after SIGTERM. */
const killAfterMs = 20_000;

const children = new Set<ChildProcess>();
let stopping = false;

/** Each child leads its own process group: Ctrl-C reaches this process only, which stops the children in order. */
function start(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}

async function stop(code: number): Promise<never> {
  if (stopping) return await new Promise<never>(() => {});
  stopping = true;
  await Promise.all([...children].map(end));
  process.exit(code);
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([ended, pause(killAfterMs, undefined, { ref: false })]);
  signalGroup(child, 'SIGKILL');
}

/** @throws Error with one sentence that names the port and the variable that changes it. */
async function requireFreePort(name: 'PORT' | 'PAGE_PORT'): Promise<void> {
  const port = Number(env[name]);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${name} must be a whole number from 1 to 65535.`);
  }
  if (await isListening(port)) throw new Error(`Port ${port} is in use. Set ${name} to another one.`);
}

function clientsAreStale(): boolean {
  const folders = existsSync(clients) ? readdirSync(clients) : [];
  if (folders.length < schemas.length) return true;
  const oldest = Math.min(...folders.map((name) => statSync(join(clients, name)).mtimeMs));
  return schemas.some((schema) => statSync(schema).mtimeMs > oldest);
}

async function generateClients(): Promise<void> {
  process.stdout.write('Generating the Prisma clients …\n');
  const [code] = await once(start(programs.clients), 'exit');
  if (code !== 0) throw new Error('The Prisma clients could not be generated.');
}

async function isHealthy(url: string): Promise<boolean> {
  return await fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function run(): Promise<void> {
  await requireFreePort('PORT');
  await requireFreePort('PAGE_PORT');
  if (env.PORT === env.PAGE_PORT) throw new Error('PORT and PAGE_PORT must differ.');
  if (clientsAreStale()) await generateClients();
  if (stopping) return;
  for (const program of [programs.node, programs.page]) start(program).once('exit', () => void stop(1));
  while (!(await isHealthy(`http://127.0.0.1:${env.PORT}`)) || !(await isListening(Number(env.PAGE_PORT)))) {
    await pause(200);
  }
  process.stdout.write(`\nOpen http://localhost:${env.PAGE_PORT} (Ctrl-C stops the page and the node).\n`);
}

// The last resort: no exit of this process leaves a child.
process.on('exit', () => {
  for (const child of children) signalGroup(child, 'SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

await run().catch(async (error: Error) => {
  console.error(error.message);
  await stop(1);
});
