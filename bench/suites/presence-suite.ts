/** Measures the cost of presence in Redis: renewed leases and subscribed rooms. */
import { Redis } from 'ioredis';
import { createRedisLeases } from '../../src/cluster/presence-leases.ts';
import { type Figure, figureOf } from '../figure.ts';
import { cpuSeconds } from '../process-usage.ts';
import { seededId } from '../seeded-rows.ts';
import { repeat, type Suite } from '../suite.ts';

const userCount = 20_000;
const renewalRounds = 5;

interface Cost {
  nodeMicros: number;
  redisMicros: number;
  renewalMs: number;
}

export const presenceSuite: Suite = {
  name: 'presence',
  title: `cost of renewing the leases of ${userCount.toLocaleString('en')} online users`,
  async run(stage, say) {
    const [, server] = await stage.backends();
    const redis = new Redis(await server.freshDatabase());
    const listener = new Redis(server.url());
    const ids = Array.from({ length: userCount }, (_, index) => seededId('o', index));
    try {
      const leases = createRedisLeases(redis);
      // A node renews only the leases of users who are connected to it.
      const leaseBytes = await grown(redis, async () => void (await Promise.all(ids.map(leases.arrive))));
      const roomBytes = await grown(redis, async () => {
        await Promise.all(ids.map((id) => listener.ssubscribe(`duologue#/#user:${id}#`)));
      });
      const costs = await repeat(stage.plan.repetitions, (repetition) => {
        say(`leases renewed, repetition ${repetition}`);
        return renewalCost(server.pid, () => leases.renew(ids));
      });
      return figuresOf(costs, leaseBytes, roomBytes);
    } finally {
      redis.disconnect();
      listener.disconnect();
    }
  },
};

/** Returns the bytes that Redis adds per user. */
async function grown(redis: Redis, work: () => Promise<void>): Promise<number> {
  const before = await usedMemory(redis);
  await work();
  return ((await usedMemory(redis)) - before) / userCount;
}

async function usedMemory(redis: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
}

/** Runs the node's code in this process and measures its CPU time. */
async function renewalCost(redisPid: number, renew: () => Promise<void>): Promise<Cost> {
  const ownBefore = process.cpuUsage();
  const redisBefore = cpuSeconds([redisPid]);
  const startedAt = performance.now();
  for (let round = 0; round < renewalRounds; round += 1) await renew();
  const own = process.cpuUsage(ownBefore);
  const renewals = userCount * renewalRounds;
  return {
    nodeMicros: (own.user + own.system) / renewals,
    redisMicros: ((cpuSeconds([redisPid]) - redisBefore) / renewals) * 1e6,
    renewalMs: (performance.now() - startedAt) / renewalRounds,
  };
}

function figuresOf(costs: readonly Cost[], leaseBytes: number, roomBytes: number): Figure[] {
  const all = (value: keyof Cost) => costs.map((cost) => cost[value]);
  return [
    figureOf('CPU of the node for one lease renewed', 'µs', all('nodeMicros')),
    figureOf('CPU of Redis for one lease renewed', 'µs', all('redisMicros')),
    figureOf(`one renewal of ${userCount.toLocaleString('en')} leases`, 'ms', all('renewalMs')),
    figureOf('memory of Redis for one lease', 'bytes', [leaseBytes]),
    figureOf('memory of Redis for one room', 'bytes', [roomBytes]),
  ];
}
