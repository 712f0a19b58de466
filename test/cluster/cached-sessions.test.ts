/** Sessions in Redis: read without SQL, and no content or fault of Redis signs anybody out or brings an ended session back. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import { expectStatus, goodPassword, logIn, register, type TestUser } from '../support/client.ts';
import { disconnected } from '../support/device.ts';
import { startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';
import { type CachedNodes, refusedOnBoth, startCachedNodes, statuses } from './cached-nodes.ts';

describe('sessions in Redis', () => {
  let nodes: CachedNodes;
  let client: RedisClient;

  before(async () => {
    nodes = await startCachedNodes();
    client = new RedisClient(nodes.redis.url(), { maxRetriesPerRequest: null });
    client.on('error', () => {});
  });
  after(async () => {
    client?.disconnect();
    await nodes?.stop();
  });

  /** Each node has several connections, the test one or two. */
  const hasBothNodes = async (redis: RedisClient) =>
    Number(/connected_clients:(\d+)/.exec(await redis.info('clients'))?.[1]) > 6;

  const entries = async () => (await client.keys('duologue:session:*')).sort();
  /** A user whose session both nodes have read from Redis. */
  async function signedIn(): Promise<{ user: TestUser; cookie: string; key: string }> {
    const before = await entries();
    const user = await register(nodes.urls[0]);
    const key = await until('the session is in Redis', async () =>
      (await entries()).find((one) => !before.includes(one)),
    );
    expect(await statuses(nodes, user)).to.deep.equal([200, 200]);
    return { user, cookie: user.cookie, key };
  }

  it('writes a session to Redis at login, with its time to live, and replaces it by a mark at logout', async () => {
    const { user, key } = await signedIn();
    expect(await client.pttl(key)).to.be.within(6.9 * 86_400_000, 7 * 86_400_000);
    expectStatus(await user.logOut(), 204);
    expect(await client.get(key)).to.equal('ended');
  });

  it('refuses an ended session on the other node at once, however it ended', async () => {
    const { user, cookie } = await signedIn();
    const other = await logIn(nodes.urls[1], user);
    expectStatus(await user.logOut(), 204);
    expect(await statuses(nodes, user, cookie)).to.deep.equal([401, 401]);
    const third = await logIn(nodes.urls[0], user);
    const old = third.cookie;
    expect(await statuses(nodes, third)).to.deep.equal([200, 200]);
    expectStatus(await other.fetch('/api/sessions', { method: 'DELETE' }), 204);
    expect(await statuses(nodes, third, old)).to.deep.equal([401, 401]);
    const before = other.cookie;
    const body = { current: goodPassword, next: 'a horse of another colour' };
    expectStatus(await other.fetch('/api/me/password', { method: 'POST', body }), 204);
    expect(await statuses(nodes, other, before), 'the old cookie').to.deep.equal([401, 401]);
    expect(await statuses(nodes, other), 'the new one').to.deep.equal([200, 200]);
  });

  it('shows a new display name in the next welcome of every node', async () => {
    const { user } = await signedIn();
    const { user: renamed } = expectStatus(
      await user.fetch<{ user: { displayName: string } }>('/api/me', {
        method: 'PATCH',
        body: { displayName: 'Anna the Second' },
      }),
      200,
    );
    expect(renamed.displayName).to.equal('Anna the Second');
    for (const url of nodes.urls) {
      const device = await user.connect(url);
      expect(device.greeting.user.displayName).to.equal('Anna the Second');
      device.close();
    }
  });

  it('keeps users signed in when Redis is flushed, and writes their sessions again', async () => {
    const [{ user, key }, ended] = [await signedIn(), await signedIn()];
    expectStatus(await ended.user.logOut(), 204);
    await client.flushall();
    expect(await statuses(nodes, user)).to.deep.equal([200, 200]);
    await until('the session is in Redis again', () => client.exists(key));
    expect(await statuses(nodes, ended.user, ended.cookie)).to.deep.equal([401, 401]);
    expect(await client.exists(ended.key)).to.equal(0);
  });

  it('brings no ended session back when its entry is restored', async () => {
    const [{ user, cookie, key }, living] = [await signedIn(), await signedIn()];
    const entry = await client.dumpBuffer(key);
    expectStatus(await user.logOut(), 204);
    await client.restore(key, 0, entry, 'REPLACE');
    await refusedOnBoth(nodes, user, cookie);
    await client.restore(living.key, 0, entry, 'REPLACE');
    expect(await statuses(nodes, living.user), 'the entry of another session').to.deep.equal([200, 200]);
  });

  it('brings no ended session back when Redis starts with an old dump, and signs nobody out', async () => {
    const [{ user, cookie }, living] = [await signedIn(), await signedIn()];
    const closed = disconnected(await user.connect(nodes.urls[1]));
    const dump = join(nodes.redis.folder, 'dump.rdb');
    await client.save();
    copyFileSync(dump, `${dump}.old`);
    expectStatus(await user.logOut(), 204);
    await nodes.redis.kill();
    expect(await statuses(nodes, living.user), 'while Redis is away').to.deep.equal([200, 200]);
    expect(await statuses(nodes, user, cookie), 'while Redis is away').to.deep.equal([401, 401]);
    copyFileSync(`${dump}.old`, dump);
    await nodes.redis.start();
    await until('Redis holds the old entry', async () => (await entries()).length > 0);
    await closed;
    await refusedOnBoth(nodes, user, cookie);
    expect(await statuses(nodes, living.user)).to.deep.equal([200, 200]);
  });

  it('brings no ended session back when a replica that lagged behind takes over', async () => {
    const [{ user, cookie, key }, living] = [await signedIn(), await signedIn()];
    const closed = disconnected(await user.connect(nodes.urls[1]));
    const replica = await startRedis();
    const promoted = new RedisClient(replica.url());
    try {
      await promoted.replicaof('127.0.0.1', nodes.redis.port);
      await until('the replica has the entry', () => promoted.exists(key));
      await promoted.replicaof('NO', 'ONE');
      expectStatus(await user.logOut(), 204);
      expect(await promoted.get(key)).to.not.equal('ended');
      nodes.target.port = replica.port;
      for (const link of nodes.links) await link.set({ kind: 'reset' });
      await nodes.heal();
      await until('both nodes are connected to the replica', () => hasBothNodes(promoted));
      // The push may be lost with the link: then the other node knows at its next poll, and closes the socket.
      await closed;
      await refusedOnBoth(nodes, user, cookie);
      expect(await statuses(nodes, living.user)).to.deep.equal([200, 200]);
    } finally {
      nodes.target.port = nodes.redis.port;
      for (const link of nodes.links) await link.set({ kind: 'reset' });
      await nodes.heal();
      promoted.disconnect();
      await replica.dispose();
      await until('both nodes are connected to the first Redis', () => hasBothNodes(client));
    }
  });

  it('refuses an ended session on a node that is cut off from Redis, and closes its sockets', async () => {
    const { user, cookie } = await signedIn();
    const device = await user.connect(nodes.urls[1]);
    const closed = disconnected(device);
    await nodes.links[1].set({ kind: 'blackhole' });
    try {
      expectStatus(await user.logOut(), 204);
      await refusedOnBoth(nodes, user, cookie);
      await closed;
    } finally {
      await nodes.heal();
    }
  });

  it('refuses a restored entry at once on a node that heard of the end', async () => {
    const { user, cookie, key } = await signedIn();
    const entry = await client.dumpBuffer(key);
    const device = await user.connect(nodes.urls[1]);
    const closed = disconnected(device);
    expectStatus(await user.logOut(), 204);
    await closed;
    await client.restore(key, 0, entry, 'REPLACE');
    expect(await statuses(nodes, user, cookie)).to.deep.equal([401, 401]);
  });

  it('revives no session by requests under way on both nodes while it ends', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { user, cookie, key } = await signedIn();
      await client.del(key);
      const requests = Array.from({ length: 20 }, () => statuses(nodes, user, cookie));
      expectStatus(await user.logOut(), 204);
      await Promise.all(requests);
      expect(await statuses(nodes, user, cookie)).to.deep.equal([401, 401]);
      expect(await client.get(key)).to.equal('ended');
    }
  });
});
