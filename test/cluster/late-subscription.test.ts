/** Late subscriptions: a socket that is welcomed before Redis confirms them is told to fetch afterwards. */
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import type { Node } from '../../src/compose.ts';
import { startNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import { collect } from '../support/device.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';

/** Longer than a welcome waits for Redis, and shorter than the timeout of a connection, in milliseconds. */
const pauseMs = 2_000;

describe('a socket on a node whose Redis is slow', () => {
  let redis: Redis;
  let node: Node;
  let control: RedisClient;
  let person: TestUser;

  before(async () => {
    redis = await startRedis();
    const databaseUrl = await (await sharedMariadb()).createDatabase();
    const started = await startNode({ databaseUrl, redisUrl: redis.url(), sessionSecrets: ['x'.repeat(32)] });
    node = started.node;
    control = new RedisClient(redis.url());
    person = await register(started.url);
  });
  after(async () => {
    control?.disconnect();
    await node?.close();
    await redis?.dispose();
  });

  it('is welcomed in time, and told to fetch when Redis confirms its subscriptions', async () => {
    await control.call('CLIENT', 'PAUSE', `${pauseMs}`, 'ALL');
    const device = await person.connect();
    const reasons = collect(device, 'resync');
    await until('the device is told to fetch', () =>
      reasons.some(({ reason }) => reason.includes('since the welcome')),
    );
    device.close();
  });

  it('is not told to fetch when Redis answers in time', async () => {
    const device = await person.connect();
    const reasons = collect(device, 'resync');
    await control.ping();
    await device.ask('conversations', {});
    expect(reasons).to.deep.equal([]);
    device.close();
  });
});
