/** Redis commands of one event-loop turn: they reach Redis in one write, subscriptions and publishes too. */
import { expect } from 'chai';
import { createPublisher, createSubscriber } from '../../src/cluster/adapter-clients.ts';
import { createRedisLeases } from '../../src/cluster/presence-leases.ts';
import { connectRedis, type RedisConnections } from '../../src/cluster/redis.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';

const names = Array.from({ length: 50 }, (_, index) => `name ${index}`);
const fail = (error: Error) => {
  throw error;
};

describe('a corked Redis connection', () => {
  let server: Redis;
  let redis: RedisConnections;
  let observer: RedisConnections;
  before(async () => {
    server = await startRedis();
    redis = await connectRedis(server.url(), () => {});
    observer = await connectRedis(server.url(), () => {});
    // Each client has sent what it tells about itself, so that the counts below leave it out.
    await Promise.all(
      [redis, observer].flatMap((part) => [part.commands.ping(), part.pushes.ping(), part.subscribed()]),
    );
    const leases = createRedisLeases(redis.commands);
    await leases.arrive('the first one loads the script');
    const publisher = createPublisher(redis.pushes, 'tag-here', fail);
    const subscriber = createSubscriber(redis.subscriptions, 'tag-here', { onTrouble: fail, onUnreadable: fail });
    Object.assign(asks, {
      leases: () => names.map((name) => leases.arrive(name)),
      publishes: () => names.map((name) => publisher.spublish(name, '{}')),
      subscriptions: () => names.map((name) => subscriber.ssubscribe(name)),
    });
  });
  after(async () => {
    redis?.close();
    observer?.close();
    await server?.dispose();
  });

  const asks: Record<string, () => unknown[]> = {};

  /** Statistics of Redis: how often it has read from a connection, and how many commands it has run. */
  async function stats(): Promise<{ reads: number; commands: number }> {
    const text = await observer.commands.info('stats');
    const numberOf = (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(text)?.[1]);
    return { reads: numberOf('total_reads_processed'), commands: numberOf('total_commands_processed') };
  }

  for (const what of ['leases', 'publishes', 'subscriptions']) {
    it(`sends the ${what} of one turn in one write`, async () => {
      const before = await stats();
      let questions = 1;
      asks[what]?.();
      await until('Redis has run them', async () => {
        const { commands } = await stats();
        questions += 1;
        return commands - before.commands >= names.length + questions - 1;
      });
      // Each question after them is one read, and so is the last one below.
      expect((await stats()).reads - before.reads).to.equal(1 + questions);
    });
  }

  it('answers commands of separate turns', async () => {
    await redis.commands.set('key', 'one');
    expect(await redis.commands.get('key')).to.equal('one');
    await redis.subscribed();
  });
});
