/** How long a session lives: seven days without use, thirty in any case, and not a moment after it was ended. */
import { randomUUID } from 'node:crypto';
import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { useEngine } from './engine-bench.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('session life', () => {
  const bench = useEngine();
  let clock: Clock;

  beforeEach(() => {
    clock = install({ now: Date.now(), toFake: ['Date'] });
  });
  afterEach(() => clock.uninstall());

  async function open() {
    const { id: userId } = await bench().join();
    const secret = randomUUID();
    const device = { ip: '127.0.0.1', userAgent: 'mocha' };
    return { secret, session: await bench().engine.sessions.open(secret, userId, device), userId };
  }
  const find = (secret: string) => bench().engine.sessions.find(secret);

  it('is found by its secret alone, which is not stored', async () => {
    const { secret, session } = await open();
    expect(await find(secret)).to.deep.equal(session);
    for (const other of [session.id, `${secret} `, secret.toUpperCase(), '']) expect(await find(other)).to.equal(null);
    expect(await bench().stores.sessions.find(secret), 'the secret as it is').to.equal(null);
  });

  it('ends after seven days without use', async () => {
    const { secret } = await open();
    clock.tick(7 * day - 1);
    const unused = await open();
    expect(await find(secret)).to.not.equal(null);
    clock.tick(7 * day - 1);
    expect(await find(secret), 'used in between').to.not.equal(null);
    clock.tick(7 * day);
    expect(await find(secret)).to.equal(null);
    expect(await find(unused.secret)).to.equal(null);
  });

  it('ends after thirty days, however much it is used', async () => {
    const { secret, session } = await open();
    for (let days = 1; days < 30; days += 1) {
      clock.tick(day);
      expect(await find(secret), `day ${days}`).to.not.equal(null);
    }
    expect((await find(secret))?.expiresAt.getTime()).to.equal(session.createdAt.getTime() + 30 * day);
    clock.tick(day - 1);
    expect(await find(secret)).to.not.equal(null);
    clock.tick(1);
    expect(await find(secret)).to.equal(null);
  });

  it('notes use at most once a minute', async () => {
    const { secret, session } = await open();
    const usedAfter = async () => ((await find(secret))?.lastUsedAt.getTime() ?? 0) - session.createdAt.getTime();
    clock.tick(minute - 1);
    expect(await usedAfter()).to.equal(0);
    clock.tick(1);
    expect(await usedAfter()).to.equal(minute);
    clock.tick(minute - 1);
    expect(await usedAfter()).to.equal(minute);
    clock.tick(1);
    expect(await usedAfter()).to.equal(2 * minute);
  });

  it('stays ended, and its sockets are closed at once', async () => {
    const { secret, session } = await open();
    clock.tick(5 * minute);
    const looking = Array.from({ length: 20 }, () => find(secret));
    await Promise.all([bench().engine.sessions.end(session.id), ...looking]);
    expect(bench().fanout.closed).to.include(session.id);
    for (const later of [0, minute, day]) {
      clock.tick(later);
      expect(await find(secret)).to.equal(null);
    }
  });

  it('is closed by the sweep of a node that heard no word of its end', async () => {
    const ended = await open();
    const living = await open();
    await bench().stores.sessions.end(ended.session.id);
    await bench().engine.sessions.sweep();
    const { ended: closed, now } = bench().fanout.sweeps.at(-1) ?? { ended: [], now: null };
    expect(closed).to.include(ended.session.id).and.not.include(living.session.id);
    expect(now?.getTime()).to.equal(Date.now());
  });

  it('keeps of a device no more than the columns hold', async () => {
    const { userId } = await open();
    const device = { ip: '1'.repeat(400), userAgent: '😀'.repeat(4_000) };
    const session = await bench().engine.sessions.open(randomUUID(), userId, device);
    expect(session.ip.length).to.be.at.most(45);
    expect(session.userAgent.length).to.be.at.most(255);
  });
});
