/** What a node sends to Redis in one turn of the loop reaches it in one piece, subscriptions too. */
import { expect } from 'chai';
import { connectRedis, type RedisConnections } from '../../src/cluster/redis.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';

const channels = Array.from({ length: 50 }, (_, index) => `channel ${index}`);

describe('what goes to Redis in one turn', () => {
  let server: Redis;
  let redis: RedisConnections;
  before(async () => {
    server = await startRedis();
    redis = await connectRedis(server.url(), () => {});
  });
  after(async () => {
    redis?.close();
    await server?.dispose();
  });

  /** How often Redis has read from a connection. */
  async function reads(): Promise<number> {
    const stats = await redis.commands.info('stats');
    return Number(/total_reads_processed:(\d+)/.exec(stats)?.[1]);
  }

  for (const [what, ask] of [
    ['commands', () => channels.map((channel) => redis.commands.exists(channel))],
    ['subscriptions', () => channels.map((channel) => redis.subscriptions.ssubscribe(channel))],
  ] as const) {
    it(`is read at once: ${what}`, async () => {
      const before = await reads();
      expect(await Promise.all<unknown>(ask())).to.have.length(channels.length);
      expect((await reads()) - before, 'itself and the question after it').to.equal(2);
    });
  }

  it('is answered when it was sent in another turn', async () => {
    await redis.commands.set('key', 'one');
    expect(await redis.commands.get('key')).to.equal('one');
    await redis.subscribed();
  });
});
