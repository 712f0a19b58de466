/** The contract of presence leases: online while any node holds a lease; no failure when Redis is away. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import { createMemoryLeases, createRedisLeases, leaseMs } from '../../src/cluster/presence-leases.ts';
import { connectRedis, type RedisConnections } from '../../src/cluster/redis.ts';
import type { PresenceLeases } from '../../src/engine/ports/presence-port.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { defaultTimeoutMs, until, within } from '../support/waiting.ts';

const newUser = () => `user-${randomUUID()}`;
const isOnline = async (leases: PresenceLeases, id: string) => (await leases.online([id])).has(id);

function oneNode(leases: () => PresenceLeases): void {
  it('answers when a user came online, and when the user left', async () => {
    const id = newUser();
    expect(await isOnline(leases(), id)).to.equal(false);
    expect(await leases().arrive(id)).to.equal(true);
    expect(await isOnline(leases(), id)).to.equal(true);
    expect(await leases().leave(id)).to.equal(true);
    expect(await isOnline(leases(), id)).to.equal(false);
  });

  it('answers only for the users asked for', async () => {
    const [here, away, other] = [newUser(), newUser(), newUser()] as const;
    await leases().arrive(here);
    await leases().arrive(other);
    expect(await leases().online([away, here])).to.deep.equal(new Set([here]));
    expect(await leases().online([])).to.deep.equal(new Set());
  });

  it('keeps the users it renews, and does not bring back a user who left', async () => {
    const [stays, left] = [newUser(), newUser()] as const;
    await leases().arrive(stays);
    await leases().arrive(left);
    await leases().leave(left);
    await leases().renew([stays, left]);
    await leases().renew([]);
    expect(await leases().online([stays, left])).to.deep.equal(new Set([stays]));
  });
}

describe('presence leases in memory', () => {
  const leases = createMemoryLeases();
  oneNode(() => leases);
});

describe('presence leases in Redis', () => {
  let server: Redis;
  let admin: RedisClient;
  const connections: RedisConnections[] = [];

  async function join(): Promise<PresenceLeases> {
    const redis = await connectRedis(server.url(), () => {});
    connections.push(redis);
    return createRedisLeases(redis.commands);
  }

  let here: PresenceLeases;
  let there: PresenceLeases;

  before(async () => {
    server = await startRedis();
    admin = new RedisClient(server.url(), { maxRetriesPerRequest: null });
    admin.on('error', () => {});
    [here, there] = await Promise.all([join(), join()]);
  });
  after(async () => {
    for (const redis of connections) redis.close();
    admin.disconnect();
    await server.dispose();
  });

  /** The one key of the user; there is none when nobody holds a lease. */
  const keyOf = async (id: string) => (await admin.keys(`*${id}*`))[0] ?? '';

  oneNode(() => here);

  it('shows on every node the users connected to any node', async () => {
    const id = newUser();
    await here.arrive(id);
    expect(await isOnline(there, id)).to.equal(true);
    await here.leave(id);
    expect(await isOnline(there, id)).to.equal(false);
  });

  it('begins with the first node of a user and ends with the last', async () => {
    const id = newUser();
    expect(await here.arrive(id)).to.equal(true);
    expect(await there.arrive(id)).to.equal(false);
    expect(await here.leave(id)).to.equal(false);
    expect(await isOnline(here, id)).to.equal(true);
    expect(await there.leave(id)).to.equal(true);
    expect(await isOnline(here, id)).to.equal(false);
  });

  it('reports one arrival when a user connects to two nodes at once', async () => {
    const id = newUser();
    const answers = await Promise.all([here.arrive(id), there.arrive(id)]);
    expect(answers.filter(Boolean)).to.have.length(1);
  });

  it('expires when its node stops renewing', async () => {
    const id = newUser();
    await here.arrive(id);
    const left = await admin.pttl(await keyOf(id));
    expect(left).to.be.within(1, leaseMs);
    await admin.pexpire(await keyOf(id), 30); // As long later as a lease lives.
    await until('the lease ends', async () => !(await isOnline(there, id)));
    await here.renew([id]);
    expect(await isOnline(there, id)).to.equal(true);
  });

  it('extends a lease by its full life', async () => {
    const id = newUser();
    await here.arrive(id);
    await admin.pexpire(await keyOf(id), 5_000);
    await here.renew([id]);
    expect(await admin.pttl(await keyOf(id))).to.be.within(5_001, leaseMs);
  });

  it('counts no dead node: the last live node reports the departure, and the next one the arrival', async () => {
    const id = newUser();
    await there.arrive(id);
    const [dead] = await admin.zrange(await keyOf(id), '0', '-1');
    await here.arrive(id);
    await admin.zadd(await keyOf(id), 'XX', '1', dead as string); // Its lease ended long ago.
    expect(await here.leave(id)).to.equal(true);
    expect(await isOnline(here, id)).to.equal(false);
    const other = newUser();
    await there.arrive(other);
    await admin.zadd(await keyOf(other), 'XX', '1', dead as string);
    expect(await here.arrive(other), 'nobody else has him').to.equal(true);
  });

  it('restores the leases that Redis lost', async () => {
    const id = newUser();
    await here.arrive(id);
    await admin.flushall();
    expect(await isOnline(there, id)).to.equal(false);
    await here.renew([id]);
    expect(await isOnline(there, id)).to.equal(true);
  });

  const outages = [
    { name: 'frozen', fail: () => server.freeze(), mend: async () => server.thaw() },
    { name: 'killed', fail: () => server.kill(), mend: () => server.start() },
  ];
  for (const { name, fail, mend } of outages) {
    it(`answers from what the node knows while Redis is ${name}, and from Redis when it is back`, async () => {
      const [mine, theirs, late] = [newUser(), newUser(), newUser()] as const;
      await here.arrive(mine);
      await there.arrive(theirs);
      await fail();
      const answers = Promise.all([
        here.online([mine, theirs]),
        here.arrive(late),
        here.renew([mine, late]),
        here.leave('nobody-of-ours'),
        there.online([theirs]),
      ]);
      const [online, , , , own] = await within(defaultTimeoutMs, 'all answers without Redis', answers).finally(mend);
      expect(online).to.deep.equal(new Set([mine]));
      expect(own).to.deep.equal(new Set([theirs]));
      await until('each node sees the other’s again', async () => {
        await Promise.all([here.renew([mine, late]), there.renew([theirs])]);
        const seen = await Promise.all([here.online([theirs]), there.online([mine, late])]);
        return seen[0].size === 1 && seen[1].size === 2;
      });
    });
  }
});
