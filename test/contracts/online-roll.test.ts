/** The contract of the roll of the lobby: each user stands on it once, whichever nodes the devices are on. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import { createMemoryRoll, createRedisRoll } from '../../src/cluster/online-roll.ts';
import { connectRedis, type RedisConnections } from '../../src/cluster/redis.ts';
import { awayMs, type OnlineRoll } from '../../src/engine/ports/online-roll-port.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';

interface Bench {
  roll(): OnlineRoll;
  /** Ends the time of all who have left, and of those whose node is dead. */
  pass(ms: number): Promise<void>;
}

const newUser = () => `user-${randomUUID()}`;

function oneNode({ roll, pass }: Bench): void {
  it('enters each user once, and lists and counts them', async () => {
    const [ann, ben] = [newUser(), newUser()].sort() as [string, string];
    expect(await roll().enter([ben, ann])).to.have.members([ann, ben]);
    expect(await roll().enter([ann])).to.deep.equal([]);
    expect(await roll().list()).to.deep.equal([ann, ben]);
    expect(await roll().count()).to.equal(2);
  });

  it('strikes off users some time after they left, once', async () => {
    const before = await roll().count();
    const ann = newUser();
    await roll().enter([ann]);
    await roll().leave(ann);
    expect(await roll().strikeGone()).to.deep.equal([]);
    await pass(awayMs + 1);
    expect(await roll().strikeGone()).to.deep.equal([ann]);
    expect(await roll().strikeGone()).to.deep.equal([]);
    expect(await roll().count()).to.equal(before);
    expect(await roll().enter([ann])).to.deep.equal([ann]);
  });

  it('lets users come back without having left', async () => {
    const ann = newUser();
    await roll().enter([ann]);
    await roll().leave(ann);
    expect(await roll().enter([ann])).to.deep.equal([]);
    await pass(awayMs + 1);
    expect(await roll().strikeGone()).to.not.include(ann);
  });

  it('takes nobody in who leaves without having entered', async () => {
    const before = await roll().count();
    await roll().leave(newUser());
    expect(await roll().count()).to.equal(before);
  });
}

describe('the roll of the lobby in memory', () => {
  let now = 0;
  const roll = createMemoryRoll(() => now);
  const pass = async (ms: number) => {
    now += ms;
  };
  oneNode({ roll: () => roll, pass });
});

describe('the roll of the lobby in Redis', () => {
  let server: Redis;
  let admin: RedisClient;
  let here: OnlineRoll;
  let there: OnlineRoll;
  const connections: RedisConnections[] = [];

  async function join(): Promise<OnlineRoll> {
    const redis = await connectRedis(server.url(), () => {});
    connections.push(redis);
    return createRedisRoll(redis.commands);
  }

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

  const keyOf = async () => (await admin.keys('*lobby*'))[0] ?? '';
  const pass = async (ms: number) => {
    const key = await keyOf();
    for (const id of await admin.zrange(key, '0', '-1')) await admin.zincrby(key, -ms, id);
  };

  oneNode({ roll: () => here, pass });

  it('answers each who is gone to one node, also the users of a dead node', async () => {
    await admin.flushall();
    const users = Array.from({ length: 5 }, newUser);
    await there.enter(users);
    const key = await keyOf();
    for (const id of users) await admin.zadd(key, 'XX', '1', id);
    const struck = await Promise.all([here.strikeGone(), there.strikeGone()]);
    expect(struck.flat()).to.have.members(users);
    expect(await here.count()).to.equal(0);
  });

  it('ends with the last node, and answers nothing while Redis is away', async () => {
    await here.enter([newUser()]);
    expect(await admin.pttl(await keyOf())).to.be.within(1, 60_000);
    await server.kill();
    const away = Promise.all([here.enter([newUser()]), here.strikeGone(), here.list(), here.count()]);
    expect(await away).to.deep.equal([[], [], [], 0]);
    await server.start();
  });
});
