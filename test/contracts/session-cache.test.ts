/** The contract of the cache of sessions on Redis: it answers what was written for this secret, and nothing else. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import { connectRedis, type RedisConnections } from '../../src/cluster/redis.ts';
import { createSessionCache } from '../../src/cluster/session-cache.ts';
import type { SessionCache } from '../../src/engine/ports/session-cache-port.ts';
import { sessionIdOf, type VerifiedSession } from '../../src/engine/ports/session-port.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';

const day = 24 * 3_600_000;
const now = 1_800_000_000_000;
const secret = 'the secret that signs the entries, of 32 and more';

describe('the cache of sessions', () => {
  let server: Redis;
  let redis: RedisConnections;
  let client: RedisClient;
  let cache: SessionCache;
  before(async () => {
    server = await startRedis();
    redis = await connectRedis(server.url(), () => {});
    client = new RedisClient(server.url());
    cache = createSessionCache(redis.commands, [secret]);
  });
  after(async () => {
    client?.disconnect();
    redis?.close();
    await server?.dispose();
  });

  function make(over: Partial<VerifiedSession> = {}): VerifiedSession {
    const secretHash = randomBytes(32).toString('base64url');
    const userId = randomBytes(12).toString('base64url');
    const user = {
      id: userId,
      username: 'anna',
      displayName: 'Änna 😀:"\n',
      lastSeenAt: new Date(now - day),
      avatarId: 'AAAAAAAAAAAAAAAA',
      status: '{"text":"At the sea: \'🌊\'","emoji":null,"until":null}',
    };
    const id = sessionIdOf(secretHash);
    return { id, userId, user, secretHash, verifiedAt: now, expiresAt: now + 30 * day, ...over };
  }
  const read = async ({ secretHash }: { secretHash: string }, by = cache) =>
    (await by.read([secretHash])).get(secretHash) ?? null;
  const cachedOf = ({ expiresAt: _, ...rest }: VerifiedSession) => rest;
  const keyOf = ({ id }: { id: string }) => `duologue:session:${id}`;

  it('answers many sessions in one command, each by the hash of its secret', async () => {
    const [one, two, unknown] = [make(), make({ verifiedAt: now + 1 }), make()];
    await cache.write([one, two]);
    // A total over all commands would count those that a client sends about itself after it has connected.
    const reads = async () => [...(await client.info('commandstats')).matchAll(/^cmdstat_(m?get):calls=(\d+)/gm)];
    await client.config('RESETSTAT');
    const found = await cache.read([one, two, unknown].map(({ secretHash }) => secretHash));
    expect((await reads()).map(([, command, calls]) => `${command} ${calls}`)).to.deep.equal(['mget 1']);
    expect([...found.values()]).to.deep.equal([one, two].map(cachedOf));
    expect([...found.keys()]).to.deep.equal([one.secretHash, two.secretHash]);
  });

  it('keeps an entry for seven days, or until the session expires', async () => {
    const [fresh, old, over] = [make(), make({ expiresAt: now + 60_000 }), make({ expiresAt: now - 1 })];
    await cache.write([fresh, old, over]);
    expect(await client.pttl(keyOf(fresh))).to.be.within(7 * day - 60_000, 7 * day);
    expect(await client.pttl(keyOf(old))).to.be.within(1, 60_000);
    expect(await read(over)).to.equal(null);
  });

  it('never lets a late write replace the mark of an ended session, or a newer entry', async () => {
    const session = make();
    const newer = { ...session, verifiedAt: now + 5, user: { ...session.user, displayName: 'Anna the Second' } };
    await cache.write([newer]);
    await cache.write([session]);
    expect(await read(session)).to.deep.equal(cachedOf(newer));
    await cache.end([session.id, make().id]);
    await cache.write([{ ...session, verifiedAt: now + 10_000 }]);
    expect(await read(session)).to.equal(null);
    expect(await client.pttl(keyOf(session))).to.be.above(10 * 60_000);
    await cache.end([]);
    await cache.write([]);
  });

  it('replaces an entry that a wrong clock dated into the future, and anything else that is there', async () => {
    const session = make();
    await cache.write([{ ...session, verifiedAt: now + day }]);
    await cache.write([session]);
    expect(await read(session)).to.deep.equal(cachedOf(session));
    await client.set(keyOf(session), 'something else');
    expect(await read(session)).to.equal(null);
    await cache.write([session]);
    expect(await read(session)).to.deep.equal(cachedOf(session));
  });

  it('answers nothing that was changed, or moved to the key of another session', async () => {
    const [mine, theirs] = [make(), make()];
    await cache.write([mine, theirs]);
    const entry = (await client.get(keyOf(mine))) ?? '';
    const forged = [
      entry.replace(mine.userId, theirs.userId),
      entry.replace(/^\d+/, `${now + 1}`),
      entry.replace(/:[\w-]{43}:/, `:${'A'.repeat(43)}:`),
      entry.slice(0, -1),
      '',
      'ended',
      `${now}::{}`,
    ];
    for (const text of forged) {
      await client.set(keyOf(mine), text);
      expect(await read(mine), text).to.equal(null);
    }
    await client.restore(keyOf(mine), 0, await client.dumpBuffer(keyOf(theirs)), 'REPLACE');
    expect(await read(mine), 'the entry of another session').to.equal(null);
    await client.del(keyOf(mine));
    await client.lpush(keyOf(mine), entry);
    expect(await read(mine), 'a list').to.equal(null);
  });

  it('accepts the entries of every configured secret, and of no other', async () => {
    const session = make();
    await cache.write([session]);
    const rotated = createSessionCache(redis.commands, ['x'.repeat(32), secret]);
    expect(await read(session, rotated)).to.deep.equal(cachedOf(session));
    expect(await read(session, createSessionCache(redis.commands, ['x'.repeat(32)]))).to.equal(null);
  });

  it('caches no session whose id does not follow from its secret', async () => {
    const session = make({ id: 'AAAAAAAAAAAAAAAA' });
    await cache.write([session]);
    expect(await client.exists(keyOf(session), `duologue:session:${sessionIdOf(session.secretHash)}`)).to.equal(0);
  });

  it('stores neither the secret nor its whole hash', async () => {
    const session = make();
    await cache.write([session]);
    const stored = `${keyOf(session)} ${await client.get(keyOf(session))}`;
    expect(stored).to.not.contain(session.secretHash);
  });

  it('answers nothing, in time and without an error, while Redis is frozen or away', async () => {
    const session = make();
    await cache.write([session]);
    await server.freeze();
    try {
      expect(await read(session)).to.equal(null);
      await cache.write([session]);
      await cache.end([session.id]);
    } finally {
      server.thaw();
    }
    await server.stop();
    expect(await read(session)).to.equal(null);
    await cache.write([session]);
    await cache.end([session.id]);
    await server.start();
  });
});
