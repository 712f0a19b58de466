/** How long a session lives: seven days without use, thirty in any case, and not a moment after it was ended. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { age } from '../contracts/session-rows.ts';
import { goodPassword } from '../support/client.ts';
import { useEngine } from './engine-bench.ts';

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

  it('keeps of a device no more than the columns hold', async () => {
    const { proof } = await open();
    const secret = randomUUID();
    await bench().engine.sessions.open(secret, proof, { ip: '1'.repeat(400), userAgent: '😀'.repeat(4_000) });
    const session = await find(secret);
    expect(session?.ip.length).to.equal(45);
    expect(session?.userAgent.length).to.be.at.most(255);
  });
});
