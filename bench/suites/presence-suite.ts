/** What it costs to say that people are online: leases renewed, and rooms listened to, in Redis. */
import { Redis } from 'ioredis';
import { createRedisLeases } from '../../src/cluster/presence-leases.ts';
import { type Figure, figureOf } from '../figure.ts';
import { cpuSeconds } from '../process-usage.ts';
import { seededId } from '../seeded-rows.ts';
import { repeat, type Suite } from '../suite.ts';

const people = 20_000;
const beats = 5;

interface Cost {
  nodeMicros: number;
  redisMicros: number;
  beatMs: number;
}

export const presenceSuite: Suite = {
  name: 'presence',
  title: `what ${people.toLocaleString('en')} people online cost at each beat`,
  async run(stage, say) {
    const [, server] = await stage.backends();
    const redis = new Redis(await server.freshDatabase());
    const listener = new Redis(server.url());
    const ids = Array.from({ length: people }, (_, index) => seededId('o', index));
    try {
      const leases = createRedisLeases(redis);
      // Only who is connected here has a lease to be renewed.
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

/** Bytes of Redis for each of them. */
async function grown(redis: Redis, work: () => Promise<void>): Promise<number> {
  const before = await usedMemory(redis);
  await work();
  return ((await usedMemory(redis)) - before) / people;
}

async function usedMemory(redis: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
}

/** This process stands for the node: the code is its own. */
async function renewalCost(redisPid: number, renew: () => Promise<void>): Promise<Cost> {
  const ownBefore = process.cpuUsage();
  const redisBefore = cpuSeconds([redisPid]);
  const startedAt = performance.now();
  for (let beat = 0; beat < beats; beat += 1) await renew();
  const own = process.cpuUsage(ownBefore);
  const renewals = people * beats;
  return {
    nodeMicros: (own.user + own.system) / renewals,
    redisMicros: ((cpuSeconds([redisPid]) - redisBefore) / renewals) * 1e6,
    beatMs: (performance.now() - startedAt) / beats,
  };
}

function figuresOf(costs: readonly Cost[], leaseBytes: number, roomBytes: number): Figure[] {
  const all = (value: keyof Cost) => costs.map((cost) => cost[value]);
  return [
    figureOf('CPU of the node for one lease renewed', 'µs', all('nodeMicros')),
    figureOf('CPU of Redis for one lease renewed', 'µs', all('redisMicros')),
    figureOf(`one beat with ${people.toLocaleString('en')} people`, 'ms', all('beatMs')),
    figureOf('memory of Redis for one lease', 'bytes', [leaseBytes]),
    figureOf('memory of Redis for one room listened to', 'bytes', [roomBytes]),
  ];
}
