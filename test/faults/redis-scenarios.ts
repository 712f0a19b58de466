/** Scenarios that harm Redis itself: it may vanish, forget, remember too much, freeze, be full or refuse to write. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis as RedisClient } from 'ioredis';
import { answerTimes, isAck } from './answer-times.ts';
import { endSession, openSession } from './ended-session.ts';
import { now } from './fault-history.ts';
import { spreadText } from './run-figures.ts';
import type { Scenario, Stage } from './scenario.ts';
import type { TestBed } from './test-bed.ts';

const killRedis: Scenario = {
  name: 'F4',
  title: 'kill -9 Redis, back after 0.2, 2, 30 and 90 s',
  async run({ nemesis, bed, sleep, tier, measure, history }) {
    for (const seconds of tier === 'short' ? [0.2, 2, 6] : [0.2, 2, 30, 90]) {
      const from = now();
      await nemesis.kill(bed.redis);
      await sleep(seconds * 1_000);
      const until = now();
      await nemesis.start(bed.redis);
      await sleep(4_000);
      const exits = history.events.filter(({ op, node, t }) => op === 'exit' && node !== 'redis' && t > from);
      measure(`processes that ended while Redis was away for ${seconds} s`, `${exits.length}`, '0');
      measure(`acknowledged meanwhile (${seconds} s)`, spreadText(answerTimes(history, { from, until }, isAck)), '–');
    }
  },
};

const forgetfulRedis: Scenario = {
  name: 'F5',
  title: 'FLUSHALL under load',
  async run({ nemesis, bed, sleep, cast, amount, check }) {
    for (let cycle = amount(2, 10); cycle > 0; cycle -= 1) {
      nemesis.note('FLUSHALL');
      await command(bed, 'FLUSHALL');
      nemesis.healed('FLUSHALL');
      const answers = await Promise.all(cast.pairs.flatMap(({ people }) => people).map((one) => one.fetch('/api/me')));
      const odd = answers.filter(({ status }) => status !== 200 && status !== 401);
      check('after FLUSHALL people are signed in or told to log in', odd.length === 0, `${odd.length} other answers`);
      await sleep(2_000);
    }
  },
};

const oldRedis: Scenario = {
  name: 'F6',
  title: 'Redis restored from an old dump: a session that ended meanwhile stays dead',
  async run({ nemesis, bed, sleep, amount, check, history, cast }) {
    const dump = join(bed.redis.folder, 'dump.rdb');
    for (let cycle = amount(2, 10); cycle > 0; cycle -= 1) {
      const sessions = await Promise.all(Array.from({ length: 5 }, () => openSession({ cast }, bed.nodes[1]!)));
      await command(bed, 'SAVE');
      copyFileSync(dump, `${dump}.old`);
      const cookies = sessions.map(({ me }) => me.cookie);
      for (const { me } of sessions) await endSession(history, me, bed.nodes[0]!);
      await nemesis.kill(bed.redis);
      copyFileSync(`${dump}.old`, dump);
      await nemesis.start(bed.redis);
      await sleep(1_000);
      for (const [index, { me, client }] of sessions.entries()) {
        const answers = await Promise.all(bed.nodes.map(({ process }) => meWith(process.url, cookies[index] ?? '')));
        check(
          `${me.username}: dead on every node`,
          answers.every((status) => status === 401),
          answers.join(),
        );
        client.stop();
      }
      rmSync(dump, { force: true });
    }
  },
};

const frozenRedis: Scenario = {
  name: 'F7',
  title: 'Redis frozen for 5 and 30 s',
  run: async (stage) => {
    const { nemesis, bed } = stage;
    for (const seconds of stage.tier === 'short' ? [5] : [5, 30]) {
      await during(stage, `Redis frozen for ${seconds} s`, seconds, {
        begin: async () => nemesis.freeze(bed.redis),
        end: async () => nemesis.thaw(bed.redis),
      });
    }
  },
};

const fullRedis: Scenario = {
  name: 'F8',
  title: 'Redis out of memory: maxmemory reached, noeviction',
  run: (stage) =>
    during(stage, 'Redis full', stage.amount(5, 20), {
      begin: async () => {
        stage.nemesis.note('Redis maxmemory');
        await command(stage.bed, 'CONFIG', 'SET', 'maxmemory', '1mb');
      },
      end: async () => {
        await command(stage.bed, 'CONFIG', 'SET', 'maxmemory', '0');
        stage.nemesis.healed('Redis maxmemory');
      },
    }),
};

const readOnlyRedis: Scenario = {
  name: 'F9',
  title: 'Redis read-only: it became the replica of nobody there',
  run: (stage) =>
    during(stage, 'Redis read-only', stage.amount(5, 20), {
      begin: async () => {
        stage.nemesis.note('Redis read-only');
        await command(stage.bed, 'REPLICAOF', '127.0.0.1', '1');
      },
      end: async () => {
        await command(stage.bed, 'REPLICAOF', 'NO', 'ONE');
        stage.nemesis.healed('Redis read-only');
      },
    }),
};

interface Harm {
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** Harm that leaves the way of a message open: sends have to go on meanwhile. */
async function during({ sleep, history, check, measure }: Stage, what: string, seconds: number, harm: Harm) {
  const from = now();
  await harm.begin();
  try {
    await sleep(seconds * 1_000);
  } finally {
    await harm.end();
  }
  const times = answerTimes(history, { from, until: now() }, isAck);
  check(`${what}: sends go on`, times.count > 0, `${times.count} acknowledged`);
  measure(`${what}: acknowledgements`, spreadText(times), '≤ 3 s');
  await sleep(3_000);
}

async function command({ redis }: TestBed, name: string, ...args: string[]): Promise<void> {
  const client = new RedisClient(redis.url(), { lazyConnect: true, maxRetriesPerRequest: 1, commandTimeout: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.call(name, ...args);
  } finally {
    client.disconnect();
  }
}

async function meWith(url: string, cookie: string): Promise<number> {
  const answer = await fetch(`${url}/api/me`, { headers: { cookie }, signal: AbortSignal.timeout(5_000) });
  await answer.body?.cancel();
  return answer.status;
}

export const redisScenarios: readonly Scenario[] = [
  killRedis,
  forgetfulRedis,
  oldRedis,
  frozenRedis,
  fullRedis,
  readOnlyRedis,
];
