/** How long a session lives: seven days without use, thirty in any case, and not a moment after it was ended. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { SessionStore } from '../../../src/engine/ports/session-port.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { age } from '../../contracts/session-rows.ts';
import { goodPassword } from '../../support/client.ts';
import { useEngine } from '../engine-bench.ts';
import { atOwnPace, expectedWindows, sweepWindows } from '../poll-windows.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('session life', () => {
  const bench = useEngine();

  async function open() {
    const { username } = await bench().join();
    const proof = await bench().engine.accounts.authenticate({ username, password: goodPassword }, '127.0.0.1');
    const secret = randomUUID();
    const id = await bench().engine.sessions.open(secret, proof, { ip: '127.0.0.1', userAgent: 'mocha' });
    return { secret, id, proof };
  }
  const find = (secret: string) => bench().engine.sessions.find(secret);
  const pass = (id: string, ms: number) => age({ databaseUrl: null, dataDir: bench().dataDir }, id, ms);

  it('is found by its secret alone, which is not stored', async () => {
    const { secret, id } = await open();
    expect(await find(secret)).to.include({ id });
    for (const other of [id, `${secret} `, secret.toUpperCase(), '']) expect(await find(other)).to.equal(null);
    const asItIs = await bench().stores.sessions.find([secret], { idleMs: day, noteEveryMs: day });
    expect(asItIs.size, 'the secret as it is').to.equal(0);
  });

  it('ends after seven days without use', async () => {
    const { secret, id } = await open();
    await pass(id, 7 * day - minute);
    expect(await find(secret), 'used in time').to.not.equal(null);
    await pass(id, 7 * day - minute);
    expect(await find(secret), 'and again').to.not.equal(null);
    await pass(id, 7 * day);
    expect(await find(secret)).to.equal(null);
  });

  it('ends after thirty days, however much it is used', async () => {
    const { secret, id } = await open();
    for (let days = 1; days < 30; days += 1) {
      await pass(id, day);
      expect(await find(secret), `day ${days}`).to.not.equal(null);
    }
    await pass(id, day);
    expect(await find(secret)).to.equal(null);
  });

  it('stays ended, and its sockets are closed at once', async () => {
    const { secret, id } = await open();
    const looking = Array.from({ length: 20 }, () => find(secret));
    await Promise.all([bench().engine.sessions.end(id), ...looking]);
    expect(bench().fanout.closed).to.include(id);
    expect(await find(secret)).to.equal(null);
  });

  it('is closed by the sweep of a node that heard no word of its end, and when it runs out', async () => {
    const [ended, expired, living] = [await open(), await open(), await open()];
    await bench().stores.sessions.end(ended.id);
    await pass(expired.id, 30 * day);
    await bench().engine.sessions.sweep();
    expect(bench().fanout.sweeps.at(-1)).to.include.members([ended.id, expired.id]).and.not.include(living.id);
  });

  it('is listed to its owner, the own one first, with the device', async () => {
    const anna = await bench().join();
    const proof = await bench().engine.accounts.authenticate(
      { username: anna.username, password: goodPassword },
      '127.0.0.1',
    );
    const phone = await bench().engine.sessions.open(randomUUID(), proof, { ip: '192.0.2.1', userAgent: 'phone' });
    const list = await bench().engine.sessions.list(anna);
    expect(list.map(({ id, current, ip, userAgent }) => ({ id, current, ip, userAgent }))).to.deep.equal([
      { id: anna.sessionId, current: true, ip: '127.0.0.1', userAgent: 'test' },
      { id: phone, current: false, ip: '192.0.2.1', userAgent: 'phone' },
    ]);
    for (const { createdAt, lastUsedAt } of list) {
      expect([createdAt, lastUsedAt].map((time) => new Date(time).toISOString())).to.deep.equal([
        createdAt,
        lastUsedAt,
      ]);
    }
  });

  it('is ended by its owner, one or all others, and by nobody else', async () => {
    const [{ id, secret, proof }, stranger] = [await open(), await bench().join()];
    const owner = { ...proof.user, sessionId: id };
    const [second, third] = [randomUUID(), randomUUID()];
    const device = { ip: '127.0.0.1', userAgent: 'mocha' };
    const secondId = await bench().engine.sessions.open(second, proof, device);
    expect(await codeOf(bench().engine.sessions.endOwn(stranger, secondId))).to.equal('not_found');
    expect(await find(second)).to.include({ id: secondId });
    bench().fanout.closed.length = 0;
    expect(await codeOf(bench().engine.sessions.endOwn(owner, secondId))).to.equal('accepted');
    expect(bench().fanout.closed).to.deep.equal([secondId]);
    expect(await find(second)).to.equal(null);
    expect(await codeOf(bench().engine.sessions.endOwn(owner, secondId)), 'again').to.equal('not_found');
    const thirdId = await bench().engine.sessions.open(third, proof, device);
    await bench().engine.sessions.endOthers(owner.id, id);
    expect(bench().fanout.closed).to.include(thirdId).and.not.include(id);
    expect([(await find(secret))?.id, await find(third)]).to.deep.equal([id, null]);
  });

  it('is not opened by what was proved before the credentials changed', async () => {
    const { proof } = await open();
    await bench().stores.credentials.resetPassword(proof.user.id, 'another', day);
    const late = bench().engine.sessions.open(randomUUID(), proof, { ip: '127.0.0.1', userAgent: 'late' });
    expect(await codeOf(late)).to.equal('invalid_credentials');
  });

  it('is looked for together with all others of the same moment, and anew the next time', async () => {
    const sessions = await Promise.all([open(), open(), open()]);
    const { parts } = bench();
    const sizes: number[] = [];
    const counting: SessionStore['find'] = (secretHashes, life) => {
      sizes.push(secretHashes.length);
      return parts.sessions.find(secretHashes, life);
    };
    const engine = createEngine({ ...parts, sessions: { ...parts.sessions, find: counting } });
    const findAll = () => Promise.all(sessions.map(({ secret }) => engine.sessions.find(secret)));
    expect((await findAll()).map((found) => found?.id)).to.deep.equal(sessions.map(({ id }) => id));
    expect(await findAll()).to.have.length(3);
    expect(sizes).to.deep.equal([3, 3]);
    const strangers = Array.from({ length: 250 }, () => engine.sessions.find(randomUUID()));
    expect(new Set(await Promise.all(strangers))).to.deep.equal(new Set([null]));
    expect(sizes.slice(2), 'no more than one statement takes').to.deep.equal([200, 50]);
  });

  it('keeps of a device no more than the columns hold', async () => {
    const { proof } = await open();
    const secret = randomUUID();
    const device = { ip: '1'.repeat(400), userAgent: '😀'.repeat(4_000) };
    const id = await bench().engine.sessions.open(secret, proof, device);
    const [session] = await bench().stores.sessions.list(proof.user.id, { first: id, idleMs: day, limit: 1 });
    expect(session?.ip.length).to.equal(45);
    expect(session?.userAgent.length).to.be.at.most(255);
  });

  it('is looked for ten seconds further back than the last sweep that went well', async () => {
    const windows = await sweepWindows((ask) => {
      const overWithin: SessionStore['overWithin'] = (windowMs, idleMs) => {
        expect(idleMs).to.equal(7 * day);
        return ask(windowMs);
      };
      return sweepOf({ overWithin });
    });
    expect(windows).to.deep.equal(expectedWindows);
  });

  it('goes on while a socket of it is open, and is forgotten a day after it was over, looked at every ten minutes', async () => {
    const done: unknown[] = [];
    const touch: SessionStore['touch'] = async (ids, life) => void done.push(['touch', [...ids], life]);
    const purge = async (overForMs: number) => done.push(['purge', overForMs]);
    const { connected } = bench().fanout;
    connected.push('a session');
    await atOwnPace(async (clock) => {
      const sweep = sweepOf({ touch, purge });
      for (const passed of [0, 10 * minute - 1, 1, 9 * minute]) {
        clock.tick(passed);
        await sweep();
        done.push(passed);
      }
      clock.tick(minute);
      await sweep();
    });
    connected.length = 0;
    const care = [
      ['touch', ['a session'], { idleMs: 7 * day, noteEveryMs: minute }],
      ['purge', day],
    ];
    expect(done).to.deep.equal([0, 10 * minute - 1, ...care, 1, 9 * minute, ...care]);
  });

  /** The sweep of another engine, whose store does some things otherwise. */
  function sweepOf(otherwise: Partial<SessionStore>): () => Promise<void> {
    const { parts } = bench();
    return createEngine({ ...parts, sessions: { ...parts.sessions, ...otherwise } }).sessions.sweep;
  }
});
