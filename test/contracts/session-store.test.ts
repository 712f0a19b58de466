/** What every session store keeps: sessions found by their secret, ended for good, remembered until they are purged. */
import { randomBytes } from 'node:crypto';
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { until } from '../support/waiting.ts';
import { describeStores } from './backends.ts';
import { makePerson } from './fixtures.ts';

const hour = 3_600_000;

describeStores('session store', (stores) => {
  async function make(over: { expiresAt?: Date; ip?: string; userAgent?: string } = {}) {
    const { id: userId } = await makePerson(stores());
    const secretHash = randomBytes(32).toString('base64url');
    const now = new Date();
    const session = await stores().sessions.create({
      secretHash,
      userId,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: new Date(now.getTime() + hour),
      ip: '127.0.0.1',
      userAgent: 'mocha',
      ...over,
    });
    return { session, secretHash };
  }

  it('finds a session by its secret with all it was given, and none by another', async () => {
    const ip = '2001:0db8:0000:0000:0000:ff00:0042:8329';
    const { session, secretHash } = await make({ ip, userAgent: 'Ünïcode 😀 agent' });
    expect(session).to.include({ ip, userAgent: 'Ünïcode 😀 agent' });
    expect(await stores().sessions.find(secretHash)).to.deep.equal(session);
    expect(session).not.to.have.property('secretHash');
    const swapped = secretHash.replace(/[a-z]/gi, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    for (const other of [swapped, secretHash.slice(1), `${secretHash}=`, '', '%']) {
      expect(await stores().sessions.find(other), other).to.equal(null);
    }
  });

  it('refuses a second session of the same secret', async () => {
    const { session, secretHash } = await make();
    const { id: _, ...again } = session;
    const outcome = await stores()
      .sessions.create({ ...again, secretHash })
      .catch(() => 'refused');
    expect(outcome).to.equal('refused');
    expect(await stores().sessions.find(secretHash)).to.deep.equal(session);
  });

  it('keeps when a session was last used and when it runs out', async () => {
    const { session, secretHash } = await make();
    const lastUsedAt = new Date('2026-05-01T10:00:00.123Z');
    const expiresAt = new Date('2026-05-08T10:00:00.456Z');
    await stores().sessions.touch(session.id, lastUsedAt, expiresAt);
    expect(await stores().sessions.find(secretHash)).to.deep.equal({ ...session, lastUsedAt, expiresAt });
  });

  it('ends a session for good: no touch and no second end brings it back', async () => {
    const { session, secretHash } = await make();
    await stores().sessions.end(session.id);
    expect(await stores().sessions.find(secretHash)).to.equal(null);
    await stores().sessions.touch(session.id, new Date(), new Date(Date.now() + hour));
    await stores().sessions.end(session.id);
    await stores().sessions.end('never-was');
    expect(await stores().sessions.find(secretHash)).to.equal(null);
  });

  it('stays ended when touches and the end race', async () => {
    const { session, secretHash } = await make();
    const touch = () => stores().sessions.touch(session.id, new Date(), new Date(Date.now() + hour));
    await Promise.all([touch(), touch(), stores().sessions.end(session.id), touch(), touch()]);
    expect(await stores().sessions.find(secretHash)).to.equal(null);
  });

  it('ends no other session of the same person', async () => {
    const { session, secretHash } = await make();
    const second = randomBytes(32).toString('base64url');
    const { id: _, ...same } = session;
    await stores().sessions.create({ ...same, secretHash: second });
    await stores().sessions.end(session.id);
    expect(await stores().sessions.find(secretHash)).to.equal(null);
    expect(await stores().sessions.find(second)).to.include({ userId: session.userId });
  });

  it('tells which sessions ended lately by the clock of the database, whatever this node believes the time to be', async () => {
    const { session } = await make();
    const living = await make();
    const clock = install({ now: Date.now() + 400 * 24 * hour, toFake: ['Date'] });
    try {
      await stores().sessions.end(session.id);
      const ended = await stores().sessions.endedWithin(10_000);
      expect(ended).to.include(session.id).and.not.include(living.session.id);
    } finally {
      clock.uninstall();
    }
    expect(await stores().sessions.endedWithin(10_000)).to.include(session.id);
  });

  it('no longer tells of a session that ended before the time asked for', async () => {
    const { session } = await make();
    await stores().sessions.end(session.id);
    expect(await stores().sessions.endedWithin(60_000)).to.include(session.id);
    await until('the end is past', async () => !(await stores().sessions.endedWithin(0)).includes(session.id));
  });

  it('tells of an end once only when it is ended twice: the first time counts', async () => {
    const { session } = await make();
    await stores().sessions.end(session.id);
    await until('the end is past', async () => !(await stores().sessions.endedWithin(0)).includes(session.id));
    await stores().sessions.end(session.id);
    expect(await stores().sessions.endedWithin(0)).not.to.include(session.id);
  });

  it('purges what ended or ran out before the time given, and nothing else', async () => {
    await stores().sessions.purge(new Date(Date.now() + 10 * 365 * 24 * hour));
    const ended = await make();
    const expired = await make({ expiresAt: new Date(Date.now() - 2 * hour) });
    const living = await make();
    await stores().sessions.end(ended.session.id);
    expect(await stores().sessions.purge(new Date(Date.now() - 3 * hour))).to.equal(0);
    expect(await stores().sessions.purge(new Date(Date.now() - hour))).to.equal(1);
    expect(await stores().sessions.find(expired.secretHash)).to.equal(null);
    expect(await stores().sessions.purge(new Date(Date.now() + hour / 2))).to.equal(1);
    expect(await stores().sessions.endedWithin(hour)).not.to.include(ended.session.id);
    expect(await stores().sessions.find(living.secretHash)).to.deep.equal(living.session);
  });
});
