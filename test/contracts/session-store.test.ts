/** The contract of the session store: sessions are found by secret, end for good, and stay until the purge. */
import { randomBytes } from 'node:crypto';
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { until } from '../support/waiting.ts';
import { describeStores } from './backends.ts';
import { makeUser } from './fixtures.ts';
import { age } from './session-rows.ts';

const minute = 60_000;
const hour = 60 * minute;
const life = { idleMs: 2 * hour, noteEveryMs: minute };

describeStores('session store', (stores, place) => {
  async function make(device: { ip?: string; userAgent?: string } = {}, lifeMs = 10 * hour) {
    const { id: userId } = await makeUser(stores());
    const secretHash = randomBytes(32).toString('base64url');
    const session = { secretHash, userId, credentialVersion: 0, ip: '127.0.0.1', userAgent: 'mocha', ...device };
    return { id: (await stores().sessions.create(session, lifeMs)) ?? '', ...session };
  }
  const find = async (secretHash: string) => (await stores().sessions.find([secretHash], life)).get(secretHash) ?? null;

  const overWithin = async (windowMs: number, limit = 1_000) =>
    (await stores().sessions.overWithin(windowMs, { idleMs: life.idleMs, limit })).ids;

  const read = async (userId: string, id: string) =>
    (await stores().sessions.list(userId, { first: id, idleMs: life.idleMs, limit: 1 }))[0];

  it('keeps all fields of a session, and finds it only by its secret', async () => {
    const ip = '2001:0db8:0000:0000:0000:ff00:0042:8329';
    const { id, userId, secretHash } = await make({ ip, userAgent: 'Ünïcode 😀 agent' });
    const kept = await read(userId, id);
    expect(kept).to.include({ id, userId, ip, userAgent: 'Ünïcode 😀 agent' });
    expect(kept?.lastUsedAt).to.deep.equal(kept?.createdAt);
    expect((kept?.expiresAt.getTime() ?? 0) - (kept?.createdAt.getTime() ?? 0)).to.equal(10 * hour);
    expect(Math.abs((kept?.createdAt.getTime() ?? 0) - Date.now()), 'in UTC').to.be.below(minute);
    const found = await find(secretHash);
    expect(found).to.have.all.keys('id', 'userId', 'user', 'secretHash', 'verifiedAt', 'expiresAt');
    expect(found).to.include({ id, userId });
    const swapped = secretHash.replace(/[a-z]/gi, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    for (const other of [swapped, secretHash.slice(1), `${secretHash}=`, '', '%']) {
      expect(await find(other), other).to.equal(null);
    }
  });

  it('refuses a second session with the same secret', async () => {
    const { id, ...session } = await make();
    const outcome = await stores()
      .sessions.create(session, hour)
      .catch(() => 'refused');
    expect(outcome).to.equal('refused');
    expect(await find(session.secretHash)).to.include({ id });
  });

  it('finds no idle session, and no expired one even if it was used', async () => {
    const unused = await make();
    await age(place(), unused.id, 2 * hour - minute);
    expect(await find(unused.secretHash), 'just in time').to.include({ id: unused.id });
    await age(place(), unused.id, 2 * hour + minute);
    expect(await find(unused.secretHash), 'too late').to.equal(null);
    const used = await make();
    for (let hours = 1; hours < 10; hours += 1) {
      await age(place(), used.id, hour);
      expect(await find(used.secretHash), `hour ${hours}`).to.include({ id: used.id });
    }
    await age(place(), used.id, hour);
    expect(await find(used.secretHash)).to.equal(null);
  });

  it('records use during look-ups, but not every time', async () => {
    const { id, userId, secretHash } = await make();
    const lastUsedAt = async () => (await read(userId, id))?.lastUsedAt.getTime() ?? 0;
    await age(place(), id, 50_000);
    const before = await lastUsedAt();
    await find(secretHash);
    expect(await lastUsedAt(), 'within the minute').to.equal(before);
    await age(place(), id, 11_000);
    await find(secretHash);
    expect(await lastUsedAt(), 'after the minute').to.be.above(before);
  });

  it('ends a session for good: no touch and no second end revives it', async () => {
    const { id, secretHash } = await make();
    await stores().sessions.end(id);
    expect(await find(secretHash)).to.equal(null);
    await stores().sessions.touch([id, 'never-was'], { ...life, noteEveryMs: 0 });
    await stores().sessions.end(id);
    await stores().sessions.end('never-was');
    expect(await find(secretHash)).to.equal(null);
  });

  it('keeps a session ended when touches race with its end', async () => {
    const { id, secretHash } = await make();
    const touch = () => stores().sessions.touch([id], { ...life, noteEveryMs: 0 });
    await Promise.all([touch(), touch(), stores().sessions.end(id), touch(), touch()]);
    expect(await find(secretHash)).to.equal(null);
  });

  it('ends no other session of the same user', async () => {
    const { id, secretHash, ...same } = await make();
    const second = randomBytes(32).toString('base64url');
    await stores().sessions.create({ ...same, secretHash: second }, hour);
    await stores().sessions.end(id);
    expect(await find(secretHash)).to.equal(null);
    expect(await find(second)).to.include({ userId: same.userId });
  });

  it('follows the database’s clock, not the node’s', async () => {
    const ended = await make();
    const living = await make();
    for (const days of [400, -400]) {
      const clock = install({ now: Date.now() + days * 24 * hour, toFake: ['Date'] });
      try {
        // After the leap the pool may once find its connections too old.
        const { made, found, over } = await until('the pool has got over the leap', async () => {
          const made = await make();
          const found = [await find(made.secretHash), await find(living.secretHash)];
          await stores().sessions.end(ended.id);
          return { made, found, over: await overWithin(minute) };
        });
        expect(found.map((session) => session?.id)).to.deep.equal([made.id, living.id]);
        expect(over).to.include(ended.id).and.not.include(living.id);
      } finally {
        clock.uninstall();
      }
    }
  });

  it('answers the addresses of one account’s sessions, including ended ones', async () => {
    const { id, userId } = await make({ ip: '198.51.100.7' });
    const [user] = await stores().users.findByIds([userId]);
    const again = {
      secretHash: randomBytes(32).toString('base64url'),
      userId,
      credentialVersion: 0,
      userAgent: 'mocha',
    };
    await stores().sessions.create({ ...again, ip: '2001:db8::1' }, hour);
    await stores().sessions.create({ ...again, secretHash: `${again.secretHash}2`.slice(1), ip: '2001:db8::1' }, hour);
    await stores().sessions.end(id);
    await make({ ip: '203.0.113.1' });
    const addresses = await stores().sessions.addressesOf(user?.username ?? '');
    expect(addresses).to.have.members(['198.51.100.7', '2001:db8::1']);
    for (const name of ['nobody-of-that-name', '', 'ünïcode', `${user?.username} `]) {
      expect(await stores().sessions.addressesOf(name), name).to.deep.equal([]);
    }
  });

  it('answers sessions that ended or expired within the window', async () => {
    const ended = await make();
    const expired = await make({}, hour);
    await stores().sessions.end(ended.id);
    await age(place(), expired.id, hour + minute);
    const over = await overWithin(2 * minute);
    expect(over).to.include.members([ended.id, expired.id]);
    expect(await overWithin(30_000), 'before').not.to.include(expired.id);
    await until('the end is past', async () => !(await overWithin(0)).includes(ended.id));
    await stores().sessions.end(ended.id);
    expect(await overWithin(0), 'ended twice').not.to.include(ended.id);
  });

  it('answers sessions that went idle, and no record of use revives them', async () => {
    const { id, secretHash } = await make();
    const used = await make();
    await age(place(), id, life.idleMs + 30_000);
    expect(await overWithin(minute))
      .to.include(id)
      .and.not.include(used.id);
    expect(await overWithin(10_000), 'before').not.to.include(id);
    await stores().sessions.touch([id], { ...life, noteEveryMs: 0 });
    expect(await find(secretHash)).to.equal(null);
  });

  it('lists the live sessions of one account, the given one first, then by last use', async () => {
    const first = await make();
    const { userId } = first;
    const again = async () => {
      const secretHash = randomBytes(32).toString('base64url');
      const session = { secretHash, userId, credentialVersion: 0, ip: '198.51.100.7', userAgent: 'other' };
      return (await stores().sessions.create(session, 10 * hour)) ?? '';
    };
    const [older, newer, idle, ended] = [await again(), await again(), await again(), await again()];
    await make();
    await age(place(), first.id, hour);
    await age(place(), older, minute);
    await age(place(), idle, 2 * hour);
    await stores().sessions.end(ended);
    const list = async (limit: number) =>
      (await stores().sessions.list(userId, { first: first.id, idleMs: life.idleMs, limit })).map(({ id }) => id);
    expect(await list(100)).to.deep.equal([first.id, newer, older]);
    expect(await list(2)).to.deep.equal([first.id, newer]);
    const [shown] = await stores().sessions.list(userId, { first: newer, idleMs: life.idleMs, limit: 1 });
    expect(shown).to.include({ id: newer, ip: '198.51.100.7', userAgent: 'other' });
    expect(shown).not.to.have.property('secretHash');
  });

  it('ends a live session only for its owner', async () => {
    const mine = await make();
    const theirs = await make();
    const end = (id: string) => stores().sessions.endOwn(mine.userId, id, life.idleMs);
    for (const id of [theirs.id, '', 'never-was', `${mine.id} `, 'ünïcode-session!', "' OR 1=1 --"]) {
      expect(await end(id), id).to.equal(false);
    }
    expect([await end(mine.id), await end(mine.id)]).to.deep.equal([true, false]);
    expect(await find(mine.secretHash)).to.equal(null);
    expect(await find(theirs.secretHash)).to.include({ id: theirs.id });
  });

  it('purges only sessions that have been over for long', async () => {
    const ended = await make();
    const expired = await make({}, hour);
    const living = await make();
    await stores().sessions.end(ended.id);
    await age(place(), expired.id, 3 * hour);
    await stores().sessions.purge(hour);
    const over = await overWithin(10 * hour);
    expect(over).to.include(ended.id).and.not.include(expired.id);
    expect(await find(living.secretHash)).to.include({ id: living.id });
  });
});
