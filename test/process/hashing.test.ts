/** Tests password hashing in a separate process: low priority, no secrets, restarts, and its end with the node. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createPasswords, missingWork } from '../../src/credentials/argon2-passwords.ts';
import { goodPassword, register, TestUser } from '../support/client.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from '../support/waiting.ts';

const passwords = () => createPasswords({ memoryKib: 1_024, timeCost: 2 });

describe('password hashing', () => {
  it('creates argon2id hashes with the configured parameters, and verifies them', async () => {
    const { hash, verify, isOutdated } = passwords();
    const made = await hash(goodPassword);
    expect(made).to.match(/^\$argon2id\$v=19\$m=1024,t=2,p=1\$/);
    expect([await verify(goodPassword, made), await verify('other', made), await verify('x', null)]).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect(isOutdated(made)).to.equal(false);
    expect(createPasswords({ memoryKib: 2_048, timeCost: 2 }).isOutdated(made)).to.equal(true);
  });

  it('queues some hashes, and refuses the rest at once', async () => {
    const { verify, admit } = passwords();
    admit();
    const checks = Array.from({ length: 200 }, () => verify('x', null).catch(({ code }: { code: string }) => code));
    expect(admit).to.throw('Too many people');
    const outcomes = await Promise.all(checks);
    admit();
    expect(outcomes.filter((outcome) => outcome === false)).to.have.length.within(15, 100);
    expect(new Set(outcomes)).to.deep.equal(new Set([false, 'unavailable']));
  });
});

describe('the work for a wrong password', () => {
  const costOf = ({ memoryKib, timeCost }: { memoryKib: number; timeCost: number }) => memoryKib * timeCost;
  const hashWith = (memoryKib: number, timeCost: number) =>
    `$argon2id$v=19$m=${memoryKib},t=${timeCost},p=1$c2FsdA$aGFzaA`;

  it('is that of today, also where the stored hash is an older and cheaper one', () => {
    for (const today of [
      { memoryKib: 19_456, timeCost: 2 },
      { memoryKib: 65_536, timeCost: 3 },
      { memoryKib: 19_456, timeCost: 10 },
    ]) {
      for (const old of [
        { memoryKib: 1_024, timeCost: 1 },
        { memoryKib: 19_456, timeCost: 1 },
        { memoryKib: 19_456, timeCost: 2 },
      ]) {
        const missing = missingWork(today, hashWith(old.memoryKib, old.timeCost));
        const total = costOf(old) + (missing ? costOf(missing) : 0);
        expect(total / costOf(today), JSON.stringify([today, old])).to.be.within(0.99, 1.01);
      }
    }
  });

  it('is no more where the stored hash costs as much or more', () => {
    const today = { memoryKib: 1_024, timeCost: 2 };
    for (const hash of [hashWith(1_024, 2), hashWith(2_048, 2), 'no hash']) {
      expect(missingWork(today, hash), hash).to.equal(null);
    }
  });

  it('is done for an old hash and a wrong password', async () => {
    const old = await passwords().hash(goodPassword);
    const { verify } = createPasswords({ memoryKib: 4_096, timeCost: 3 });
    expect([await verify('wrong', old), await verify(goodPassword, old)]).to.deep.equal([false, true]);
  });
});

describe('the hashing process', () => {
  let node: ServerProcess;
  before(async () => {
    node = await startServer({ env: { SESSION_SECRET: 'planted-secret-of-32-characters-or-more' } });
  });
  after(() => node.dispose());

  const children = () =>
    readdirSync(`/proc/${node.pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${node.pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );

  /** The nice value and the policy of every thread: the 17th and 39th field after the name (man 5 proc). Policy 5 is SCHED_IDLE. */
  const ranksOf = (pid: number | undefined) =>
    readdirSync(`/proc/${pid}/task`).map((task) => {
      const fields = readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return { task: Number(task), nice: fields[16], policy: fields[38] };
    });

  it('yields to the node, and knows none of its settings', async () => {
    await register(node.url);
    const [pid] = children();
    // On a busy machine, the node hashes the first password before the process has started.
    const policies = () => [...new Set(ranksOf(pid).map(({ policy }) => policy))];
    await until('every thread is idle', () => expect(policies()).to.deep.equal(['5']));
    const ranks = ranksOf(pid);
    // On a busy machine V8's helper threads may start before the nice value is set, and do not inherit it. Hashing threads do.
    expect(ranks.find(({ task }) => task === pid)?.nice).to.equal('19');
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).to.not.contain('planted-secret');
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).to.contain('hash-process');
  });

  it('restarts after it dies', async () => {
    const person = await register(node.url);
    const [first] = children();
    process.kill(first as number, 'SIGKILL');
    const login = () =>
      new TestUser(node.url, person).fetch('/api/login', { method: 'POST', body: credentials(person) });
    await until('logins work again', async () => (await login()).status === 200);
    expect(children()).to.have.length(1).and.not.include(first);
  });

  it('stands still on a machine whose cores are busy, and the node then checks passwords itself', async () => {
    const person = await register(node.url);
    const [pid] = children();
    const login = () =>
      new TestUser(node.url, person).fetch('/api/login', { method: 'POST', body: credentials(person) });
    process.kill(pid as number, 'SIGSTOP');
    try {
      // The first one is with the process. The second one finds that it has not answered.
      for (const _ of [1, 2]) expect((await login()).status).to.equal(200);
    } finally {
      process.kill(pid as number, 'SIGCONT');
    }
    expect((await login()).status).to.equal(200);
    expect(children()).to.deep.equal([pid]);
  });

  it('ends with the node, however the node ends', async () => {
    const [pid] = children();
    await node.kill();
    await until('it is gone', async () => !isAlive(pid as number));
  });
});

const credentials = ({ username, password }: TestUser) => ({ username, password });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
