/** A failover of Redis: open connections still lead to the old server, which has become read-only. */
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { connectRedis } from '../../src/cluster/redis.ts';
import { startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';

describe('a connection to a Redis that became a replica', () => {
  it('reconnects after a refused write', async () => {
    const [server, promoted] = await Promise.all([startRedis(), startRedis()]);
    const { commands, pushes, close } = await connectRedis(server.url(), () => {});
    const operator = new Redis(server.url());
    try {
      for (const redis of [commands, pushes]) {
        await operator.replicaof('NO', 'ONE');
        const before = await redis.client('ID');
        await operator.replicaof('127.0.0.1', promoted.port);
        const refusal = await redis.set('key', 'value').catch((error: Error) => error.message);
        expect(refusal).to.match(/^READONLY/);
        const connection = () => redis.client('ID').catch(() => before);
        await until('there is another connection', async () => (await connection()) !== before);
      }
    } finally {
      operator.disconnect();
      close();
      await Promise.all([server.dispose(), promoted.dispose()]);
    }
  });
});
