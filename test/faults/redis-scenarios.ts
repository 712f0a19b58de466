/** Scenarios of Redis faults: killed, frozen, full or read-only. */
import { Redis as RedisClient } from 'ioredis';
import { answerTimes, isAck } from './answer-times.ts';
import { now } from './fault-history.ts';
import { spreadText } from './run-figures.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';
import type { TestBed } from './test-bed.ts';

const killRedis: Scenario = {
  name: 'F4',
  title: 'kill -9 Redis, started again after 0.2, 2, 30 and 90 s',
  async run({ nemesis, bed, sleep, tier, measure, history }) {
    for (const seconds of tier === 'short' ? [0.2, 2, 6] : [0.2, 2, 30, 90]) {
      const from = now();
      await nemesis.kill(bed.redis);
      await sleep(seconds * 1_000);
      const until = now();
      await nemesis.start(bed.redis);
      await sleep(4_000);
      const exits = history.events.filter(({ op, node, t }) => op === 'exit' && node !== 'redis' && t > from);
      measure(`processes that ended while Redis was down for ${seconds} s`, `${exits.length}`, '0');
      measure(
        `acknowledgements meanwhile (${seconds} s)`,
        spreadText(answerTimes(history, { from, until }, isAck)),
        '–',
      );
    }
  },
};

const frozenRedis: Scenario = {
  name: 'F7',
  title: 'Redis frozen for 5 and 30 s',
  run: async (context) => {
    const { nemesis, bed } = context;
    for (const seconds of context.tier === 'short' ? [5] : [5, 30]) {
      await during(context, `Redis frozen for ${seconds} s`, seconds, {
        begin: async () => nemesis.freeze(bed.redis),
        end: async () => nemesis.thaw(bed.redis),
      });
    }
  },
};

const fullRedis: Scenario = {
  name: 'F8',
  title: 'Redis out of memory: maxmemory reached, noeviction',
  run: (context) =>
    during(context, 'Redis full', context.amount(5, 20), {
      begin: async () => {
        context.nemesis.note('Redis maxmemory');
        await command(context.bed, 'CONFIG', 'SET', 'maxmemory', '1mb');
      },
      end: async () => {
        await command(context.bed, 'CONFIG', 'SET', 'maxmemory', '0');
        context.nemesis.healed('Redis maxmemory');
      },
    }),
};

const readOnlyRedis: Scenario = {
  name: 'F9',
  title: 'Redis read-only: a replica of an unreachable primary',
  run: (context) =>
    during(context, 'Redis read-only', context.amount(5, 20), {
      begin: async () => {
        context.nemesis.note('Redis read-only');
        await command(context.bed, 'REPLICAOF', '127.0.0.1', '1');
      },
      end: async () => {
        await command(context.bed, 'REPLICAOF', 'NO', 'ONE');
        context.nemesis.healed('Redis read-only');
      },
    }),
};

interface FaultSteps {
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** Injects a fault that must not stop sends. */
async function during(
  { sleep, history, check, measure }: ScenarioContext,
  what: string,
  seconds: number,
  fault: FaultSteps,
) {
  const from = now();
  await fault.begin();
  try {
    await sleep(seconds * 1_000);
  } finally {
    await fault.end();
  }
  const times = answerTimes(history, { from, until: now() }, isAck);
  check(`${what}: sends continue`, times.count > 0, `${times.count} acknowledged`);
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

export const redisScenarios: readonly Scenario[] = [killRedis, frozenRedis, fullRedis, readOnlyRedis];
