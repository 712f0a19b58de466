/** Secrets in Redis: it never sees passwords or session secrets, and stores no message text. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import type { Node } from '../../src/compose.ts';
import { startNode } from '../http/in-process-node.ts';
import { register, TestUser } from '../support/client.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';

const planted = {
  password: 'planted password',
  next: 'another planted one',
  wrong: 'a wrong planted guess',
  text: 'planted text',
};

describe('the data sent to Redis', () => {
  let redis: Redis;
  let node: Node;
  let url: string;
  let client: RedisClient;
  const heard: string[][] = [];

  before(async () => {
    redis = await startRedis();
    const databaseUrl = await (await sharedMariadb()).createDatabase();
    const shape = { databaseUrl, redisUrl: redis.url(), sessionSecrets: ['x'.repeat(32)] };
    ({ node, url } = await startNode({ ...shape, rateLimits: true }));
    client = new RedisClient(redis.url());
    const monitor = await client.monitor();
    monitor.on('monitor', (_time, command: string[]) => heard.push(command));
    client.once('close', () => monitor.disconnect());
  });
  after(async () => {
    client?.disconnect();
    await node?.close();
    await redis?.dispose();
  });

  it('contains no secret, and message text only in publishes', async () => {
    const anna = await register(url, { password: planted.password });
    const bert = await register(url);
    const device = await anna.connect();
    await device.ask('chatMessage', { to: bert.username, clientId: randomUUID(), body: planted.text });
    await new TestUser(url, { username: anna.username, password: planted.wrong }).logIn();
    const cookies = [anna.cookie];
    const body = { current: planted.password, next: planted.next };
    expect((await anna.fetch('/api/me/password', { method: 'POST', body })).status).to.equal(204);
    cookies.push(anna.cookie);
    expect((await anna.fetch('/api/logout', { method: 'POST' })).status).to.equal(204);
    await until('the failure was counted', () =>
      heard.some((command) => command.join(' ').includes('duologue:failed')),
    );

    const secrets = [planted.password, planted.next, planted.wrong, 'argon2id'];
    for (const cookie of cookies) secrets.push(decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] as string);
    for (const command of heard) {
      const line = command.join(' ');
      for (const secret of secrets) expect(line, secret.slice(0, 12)).to.not.contain(secret);
      if (line.includes(planted.text)) expect(command[0]?.toLowerCase()).to.match(/^s?publish$/);
    }
    expect(heard.map((command) => command.join(' ')).join('\n'), 'usernames of logins').to.not.contain(
      `failed:${anna.username}`,
    );
    for (const key of await client.keys('*')) {
      expect((await client.dump(key))?.toString(), key).to.not.contain(planted.text);
    }
  });
});
