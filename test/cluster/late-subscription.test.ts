/** Who is welcomed before Redis has said that it will be heard: told to fetch once it is, for what was pushed in between. */
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import type { Node } from '../../src/compose.ts';
import { startNode } from '../http/in-process-node.ts';
import { type TestUser, register } from '../support/client.ts';
import { collect } from '../support/device.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';

/** Longer than a welcome waits for Redis, and shorter than a connection to it is given up. */
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

  it('is welcomed all the same, and told to fetch when it is heard of', async () => {
    await control.call('CLIENT', 'PAUSE', `${pauseMs}`, 'ALL');
    const device = await person.connect();
    const reasons = collect(device, 'resync');
    await until('it is told to fetch', () => reasons.some(({ reason }) => reason.includes('since the welcome')));
    device.close();
  });

  it('is told nothing of the kind when Redis answers', async () => {
    const device = await person.connect();
    const reasons = collect(device, 'resync');
    await control.ping();
    await device.ask('conversations', {});
    expect(reasons).to.deep.equal([]);
    device.close();
  });
});
