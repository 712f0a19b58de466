/** Profiles one node under load with V8's profiler and prints its CPU time by package and function. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDatabase } from '../src/storage/database/open-database.ts';
import { Program } from '../test/support/child-process.ts';
import { freePort } from '../test/support/free-port.ts';
import { makeFolder } from '../test/support/temporary-folder.ts';
import { isListening } from '../test/support/waiting.ts';
import { readPlan } from './bench-plan.ts';
import { pin, takeCores } from './cores.ts';
import { flameGraph } from './flame-graph.ts';
import { runRate, runSaturation } from './load.ts';
import { cpuSeconds } from './process-usage.ts';
import { seedUsers, signInAll } from './seeded-rows.ts';
import { type CpuProfile, selfTimes, type Window } from './self-times.ts';
import { Stage } from './stage.ts';
import { type Target, wireOptionsOf, withLanes } from './target.ts';
import { openConversations } from './warm-up.ts';
import { closeAll, openAll } from './wire-socket.ts';

const pairs = 100;
const outstanding = 8;
const measureMs = 5_000;

process.once('SIGINT', () => process.exit(130));

const usage = 'tsx bench/hot-path-profile.ts [--embedded] [--rate N | --connects] [--flame FILE]';
const { values } = parseArgs({
  options: {
    embedded: { type: 'boolean' },
    rate: { type: 'string' },
    connects: { type: 'boolean' },
    flame: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(usage);
  process.exit();
}
const { embedded } = values;
const plan = readPlan(['--quick'], []);
if (plan === 'help') throw new Error('The quick plan was not read.');
const stage = new Stage(plan, takeCores());
const folder = makeFolder('profile');
const sessionSecret = randomBytes(32).toString('hex');

async function backends(): Promise<Record<string, string>> {
  if (embedded) return { DATA_DIR: join(folder, 'data') };
  const [mariadb, redis] = await stage.backends();
  return { DATABASE_URL: await mariadb.createDatabase(), REDIS_URL: await redis.freshDatabase() };
}

async function startProfiled(env: Record<string, string>): Promise<{ port: number; node: Program }> {
  const port = await freePort();
  const node = new Program({
    name: 'node under the profiler',
    command: 'scripts/run-node.sh',
    args: ['--cpu-prof', `--cpu-prof-dir=${folder}`, 'dist/main.js'],
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      PATH: process.env.PATH ?? '',
      PORT: `${port}`,
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'warn',
      SESSION_SECRET: sessionSecret,
      ...env,
    },
    isReady: () => isListening(port),
  });
  await node.start();
  return { port, node };
}

const microseconds = () => Number(process.hrtime.bigint() / 1_000n);

function show(window: Window): void {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  const profile = JSON.parse(readFileSync(join(folder, file as string), 'utf8')) as CpuProfile;
  if (values.flame)
    writeFileSync(values.flame, flameGraph(profile, window, values.connects ? 'Connecting' : 'Messages'));
  const { busyMs, packages, functions, calls } = selfTimes(profile, window);
  console.log(`The node was busy for ${Math.round(busyMs)} of ${Math.round((window.to - window.from) / 1_000)} ms.`);
  for (const [title, list, count] of [
    ['By package, own time', packages, 25],
    ['By function, own time', functions, 50],
    ['By function, with what it calls', calls, 90],
  ] as const) {
    console.log(`\n${title}:`);
    for (const [name, share] of list.slice(0, count)) console.log(`${(share * 100).toFixed(1).padStart(6)} %  ${name}`);
  }
}

/** Runs the work twice, first to warm up, then measured; prints the CPU time of each server process. */
async function measureWindow(target: Target, what: string, work: () => Promise<number>): Promise<Window> {
  await work();
  const from = microseconds();
  const before = target.pids.map((pid) => cpuSeconds([pid]));
  const done = await work();
  const to = microseconds();
  const used = target.pids.map((pid, index) => cpuSeconds([pid]) - (before[index] ?? 0));
  const perSecond = Math.round((done * 1e6) / (to - from));
  const each = used.map(
    (seconds, index) => `${['node', 'MariaDB', 'Redis'][index]} ${((seconds / done) * 1_000).toFixed(3)}`,
  );
  console.log(`${perSecond} ${what} per second; CPU s for 1,000: ${each.join(', ')}`);
  return { from, to };
}

function profileMessages(target: Target): Promise<Window> {
  return withLanes(target, pairs, async (lanes) => {
    const options = { lanes, pids: target.pids, warmMs: 0, measureMs };
    await openConversations(target, lanes);
    return measureWindow(target, 'messages', async () => {
      const result = await (values.rate ? runRate(options, Number(values.rate)) : runSaturation(options, outstanding));
      return result.messages;
    });
  });
}

/** Connects and disconnects all users repeatedly. */
function profileConnects(target: Target): Promise<Window> {
  return measureWindow(target, 'connects', async () => {
    const startedAt = performance.now();
    let connected = 0;
    for (; performance.now() - startedAt < measureMs; connected += target.users.length) {
      await closeAll(await openAll(target.users.map((user) => wireOptionsOf(target, user))));
    }
    return connected;
  });
}

try {
  const env = await backends();
  const { port, node } = await startProfiled(env);
  const database = await openDatabase(env.DATABASE_URL ?? null, env.DATA_DIR ?? '');
  const users = await signInAll(database, await seedUsers(database, 'p', pairs * 2), sessionSecret);
  const servers = embedded ? [] : await stage.backends();
  const pids = [node.pid, ...servers.map((server) => server.pid)];
  for (const pid of pids) pin(pid, stage.cores.server);
  const target = { ports: [port], pids, users, isRelay: false, stop: async () => {} };
  const window = await (values.connects ? profileConnects(target) : profileMessages(target));
  await database.client.$disconnect();
  await node.stop();
  show(window);
} finally {
  await stage.close();
}
