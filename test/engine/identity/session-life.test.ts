/** The life of a session: look-up, expiry, end, polls and maintenance. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { SessionStore } from '../../../src/engine/ports/session-port.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { age } from '../../contracts/session-rows.ts';
import { goodPassword } from '../../support/client.ts';
import { useEngine } from '../engine-bench.ts';
import { expectedWindows, pollWindows, withFakeClock } from '../poll-windows.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('createSessions', () => {
  const bench = useEngine();

  async function open() {
    const { username } = await bench().join();
    const proof = await bench().engine.accounts.authenticate(
      { username, password: goodPassword },
      { address: '127.0.0.1' },
    );
    const secret = randomUUID();
    const id = await bench().engine.sessions.open(secret, proof, { ip: '127.0.0.1', userAgent: 'mocha' });
    return { secret, id, proof };
  }
  const find = (secret: string) => bench().engine.sessions.find(secret);
  const pass = (id: string, ms: number) => age({ databaseUrl: null, dataDir: bench().dataDir }, id, ms);

  it('finds a session only by its secret, which is not stored', async () => {
    const { secret, id } = await open();
    expect(await find(secret)).to.include({ id });
    for (const other of [id, `${secret} `, secret.toUpperCase(), '']) expect(await find(other)).to.equal(null);
    const unhashed = await bench().stores.sessions.find([secret], { idleMs: day, noteEveryMs: day });
    expect(unhashed.size, 'the unhashed secret').to.equal(0);
  });

  it('expires a session after seven days without use', async () => {
    const { secret, id } = await open();
    await pass(id, 7 * day - minute);
    expect(await find(secret), 'used before the limit').to.not.equal(null);
    await pass(id, 7 * day - minute);
    expect(await find(secret), 'and again').to.not.equal(null);
    await pass(id, 7 * day);
    expect(await find(secret)).to.equal(null);
  });

  it('expires a session after thirty days, even if it is in use', async () => {
    const { secret, id } = await open();
    for (let days = 1; days < 30; days += 1) {
      await pass(id, day);
      expect(await find(secret), `day ${days}`).to.not.equal(null);
    }
    await pass(id, day);
    expect(await find(secret)).to.equal(null);
  });

  it('ends a session permanently and closes its sockets at once', async () => {
    const { secret, id } = await open();
    const lookUps = Array.from({ length: 20 }, () => find(secret));
    await Promise.all([bench().engine.sessions.end(id), ...lookUps]);
    expect(bench().fanout.closed).to.include(id);
    expect(await find(secret)).to.equal(null);
  });

  it('closes at the next poll sessions that expired or that another node ended', async () => {
    const [ended, expired, living] = [await open(), await open(), await open()];
    await bench().stores.sessions.end(ended.id);
    await pass(expired.id, 30 * day);
    await bench().engine.sessions.poll();
    expect(bench().fanout.closedHere.at(-1)).to.include.members([ended.id, expired.id]).and.not.include(living.id);
  });

  it('lists the caller’s sessions with their clients, its own first', async () => {
    const anna = await bench().join();
    const proof = await bench().engine.accounts.authenticate(
      { username: anna.username, password: goodPassword },
      { address: '127.0.0.1' },
    );
    const phone = await bench().engine.sessions.open(randomUUID(), proof, {
      ip: '::ffff:192.0.2.1',
      userAgent: 'phone',
    });
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

  it('lets only the owner end one session or all others', async () => {
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

  it('rejects a proof from before the credentials changed', async () => {
    const { proof } = await open();
    await bench().stores.credentials.resetPassword(proof.user.id, 'another', day);
    const late = bench().engine.sessions.open(randomUUID(), proof, { ip: '127.0.0.1', userAgent: 'late' });
    expect(await codeOf(late)).to.equal('invalid_credentials');
  });

  it('looks up the sessions of one event-loop turn with one query, and caches none', async () => {
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
    expect(sizes.slice(2), 'at most 200 for each statement').to.deep.equal([200, 50]);
  });

  it('cuts the address and user agent to the length of the columns', async () => {
    const { proof } = await open();
    const secret = randomUUID();
    const device = { ip: '1'.repeat(400), userAgent: '😀'.repeat(4_000) };
    const id = await bench().engine.sessions.open(secret, proof, device);
    const [session] = await bench().stores.sessions.list(proof.user.id, { first: id, idleMs: day, limit: 1 });
    expect(session?.ip.length).to.equal(45);
    expect(session?.userAgent.length).to.be.at.most(255);
  });

  it('polls ten seconds further back than the last successful poll', async () => {
    const windows = await pollWindows((query) => {
      const overWithin: SessionStore['overWithin'] = async (windowMs, { idleMs }) => {
        expect(idleMs).to.equal(7 * day);
        return { ids: await query(windowMs), isComplete: true, now: 0 };
      };
      return pollOf({ overWithin });
    });
    const [first = 0, ...rest] = expectedWindows;
    expect(windows, 'the first poll reaches back eleven minutes').to.deep.equal([first + 11 * minute, ...rest]);
  });

  it('records the use of connected sessions every five minutes, and deletes those that ended a day ago', async () => {
    const done: unknown[] = [];
    const touch: SessionStore['touch'] = async (ids, life) => void done.push(['touch', [...ids], life]);
    const purge = async (overForMs: number) => done.push(['purge', overForMs]);
    const { connected } = bench().fanout;
    connected.push('a session');
    await withFakeClock(async (clock) => {
      const poll = pollOf({ touch, purge });
      for (const passed of [0, 5 * minute - 1, 1, 4 * minute]) {
        clock.tick(passed);
        await poll();
        done.push(passed);
      }
      clock.tick(minute);
      await poll();
    });
    connected.length = 0;
    const maintenance = [
      ['touch', ['a session'], { idleMs: 7 * day, noteEveryMs: minute }],
      ['purge', day],
    ];
    expect(done).to.deep.equal([0, 5 * minute - 1, ...maintenance, 1, 4 * minute, ...maintenance]);
  });

  /** The poll of another engine, whose store has some other methods. */
  function pollOf(changed: Partial<SessionStore>): () => Promise<void> {
    const { parts } = bench();
    return createEngine({ ...parts, sessions: { ...parts.sessions, ...changed } }).sessions.poll;
  }
});
