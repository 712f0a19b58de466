/** Scenarios that give Redis old content with sessions in it: flushed, restored from a dump, failed over, single keys put back. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis as RedisClient } from 'ioredis';
import { startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';
import { endSession, openSession, readWithCookie } from './ended-session.ts';
import { now } from './fault-history.ts';
import { pass } from './fault-proxy.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';

/** Keeps the content of Redis now; answers the function that puts it back after the sessions have ended. */
type KeepContent = (context: ScenarioContext, redis: RedisClient) => Promise<() => Promise<void>>;

const flushedRedis: Scenario = {
  name: 'F5',
  title: 'FLUSHALL under load, with live and ended sessions',
  run: (context) =>
    repeat(context, 'FLUSHALL', async (_context, redis) => async () => {
      await redis.flushall();
    }),
};

const restoredRedis: Scenario = {
  name: 'F6',
  title: 'Redis restored from an old dump: a session that ended meanwhile stays ended',
  run: (context) => repeat(context, 'old dump', keepDump),
};

const failedOverRedis: Scenario = {
  name: 'F39',
  title: 'Redis failed over to a replica that lags behind, and back: a session that ended meanwhile stays ended',
  run: (context) => repeat(context, 'failover', keepReplica),
};

const restoredKeys: Scenario = {
  name: 'F40',
  title: 'entries of single sessions put back into Redis after their end',
  run: (context) => repeat(context, 'restored keys', keepEntries),
};

const keepDump: KeepContent = async ({ bed, nemesis }, redis) => {
  const dump = join(bed.redis.folder, 'dump.rdb');
  await redis.save();
  copyFileSync(dump, `${dump}.old`);
  return async () => {
    await nemesis.kill(bed.redis);
    copyFileSync(`${dump}.old`, dump);
    await nemesis.start(bed.redis);
    rmSync(dump, { force: true });
  };
};

const keepEntries: KeepContent = async (_context, redis) => {
  const keys = await redis.keys('duologue:session:*');
  const entries = await Promise.all(keys.map(async (key) => ({ key, dump: await redis.dumpBuffer(key) })));
  return async () => {
    for (const { key, dump } of entries) if (dump) await redis.restore(key, 0, dump, 'REPLACE');
  };
};

const keepReplica: KeepContent = async ({ bed, sleep }, redis) => {
  const replica = await startRedis();
  const promoted = new RedisClient(replica.url(1), { maxRetriesPerRequest: null });
  promoted.on('error', () => {});
  await promoted.replicaof('127.0.0.1', bed.redis.port);
  const keys = await redis.keys('duologue:session:*');
  await until('the replica has every session', async () => (await promoted.exists(...keys)) === keys.length);
  await promoted.replicaof('NO', 'ONE');
  return async () => {
    await leadTo(bed, replica.port);
    await sleep(6_000);
    await leadTo(bed, bed.redis.port);
    promoted.disconnect();
    await replica.dispose();
  };
};

/** Leads the nodes to the Redis at this port, as a failover of its address does. */
async function leadTo({ nodes, redisTarget }: ScenarioContext['bed'], port: number): Promise<void> {
  redisTarget.port = port;
  for (const { redis } of nodes) await redis.set({ kind: 'reset' });
  for (const { redis } of nodes) await redis.set(pass);
}

/** The promise about the reads of an ended session, in milliseconds. */
const promisedMs = 5_000;

async function repeat(context: ScenarioContext, what: string, keepContent: KeepContent): Promise<void> {
  const { bed, amount, measure, check } = context;
  // The nodes use database 1.
  const redis = new RedisClient(bed.redis.url(1), { maxRetriesPerRequest: null });
  redis.on('error', () => {});
  let lastServedMs = 0;
  let read = 0;
  let signedOut = 0;
  try {
    for (let left = amount(1, 5); left > 0; left -= 1) {
      const found = await runOnce(context, what, () => keepContent(context, redis));
      lastServedMs = Math.max(lastServedMs, found.lastServedMs);
      read += found.read;
      signedOut += found.signedOut;
    }
  } finally {
    redis.disconnect();
  }
  measure(`${what}: ended session served at the latest`, `${Math.round(lastServedMs)} ms after its end`, '≤ 5 s');
  check(`${what}: no ended session is served beyond 5 s`, lastServedMs <= promisedMs, `${read} requests`);
  check(`${what}: nobody is signed out`, signedOut === 0, `${signedOut} requests refused`);
}

async function runOnce(context: ScenarioContext, what: string, keepContent: () => Promise<() => Promise<void>>) {
  const { bed, pool, history, nemesis, sleep } = context;
  const open = await Promise.all(Array.from({ length: 10 }, () => openSession({ pool }, bed.nodes[1]!)));
  const sessions = open.map(({ me }, index) => ({ me, cookie: me.cookie, isEnding: index < 5, endedAt: 0 }));
  const readAll = () =>
    Promise.all(
      sessions.flatMap((session) =>
        bed.nodes.map(async (node) => {
          const at = now();
          return { ...session, at, status: await readWithCookie(history, session, node) };
        }),
      ),
    );
  await readAll();
  const putBack = await keepContent();
  for (const session of sessions.filter(({ isEnding }) => isEnding)) {
    await endSession(history, session.me, bed.nodes[0]!);
    session.endedAt = now();
  }
  nemesis.note(what);
  await putBack();
  nemesis.healed(what);
  const reads = [];
  for (const until = now() + promisedMs + 2_000; now() < until; await sleep(250)) reads.push(...(await readAll()));
  for (const { client } of open) client.stop();
  const served = reads
    .filter(({ isEnding, status }) => isEnding && status === 200)
    .map(({ at, endedAt }) => at - endedAt);
  const signedOut = reads.filter(({ isEnding, status }) => !isEnding && status === 401).length;
  return { lastServedMs: Math.max(0, ...served), read: reads.length, signedOut };
}

export const cachedSessionScenarios: readonly Scenario[] = [flushedRedis, restoredRedis, failedOverRedis, restoredKeys];
