/** Accounts: registration, password check, renaming, password change, deletion. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createFailureCounter } from '../../../src/cluster/failure-counter.ts';
import { createPasswords } from '../../../src/credentials/argon2-passwords.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { backoffs } from '../../../src/policy/backoffs.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { goodPassword, uniqueName } from '../../support/client.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

const address = '127.0.0.1';
const device = { ip: address, userAgent: 'test' };
const next = 'a horse of another colour';

describe('createAccounts', () => {
  const bench = useEngine();
  const accounts = () => bench().engine.accounts;
  const prove = ({ username }: { username: string }, password = goodPassword) =>
    accounts().authenticate({ username, password }, { address });
  const openAnother = async (caller: Caller) => bench().engine.sessions.open(randomUUID(), await prove(caller), device);
  const hashOf = async ({ username }: { username: string }) =>
    (await bench().stores.credentials.find(username))?.passwordHash;
  /** The sessions that are closed while the work runs. */
  async function closedBy(work: Promise<unknown>) {
    bench().fanout.closed.length = 0;
    await work;
    return [...bench().fanout.closed];
  }

  it('registers a folded username, which is the display name unless one is given', async () => {
    const name = uniqueName('Anna');
    const { user, credentialVersion } = await accounts().register({ username: name, password: goodPassword });
    const username = name.toLowerCase();
    expect(user).to.include({ username, displayName: username, lastSeenAt: null });
    expect(credentialVersion).to.equal((await prove({ username })).credentialVersion);
    const shown = { username: uniqueName(), password: goodPassword, displayName: '  Anna A. ' };
    expect((await accounts().register(shown)).user.displayName).to.equal('Anna A.');
  });

  it('rejects a username that is taken, without hashing the password', async () => {
    const { username } = await bench().join();
    let hashed = 0;
    const { passwords } = bench().parts;
    const hash = (password: string) => {
      hashed += 1;
      return passwords.hash(password);
    };
    const engine = createEngine({ ...bench().parts, passwords: { ...passwords, hash } });
    const register = (name: string) => codeOf(engine.accounts.register({ username: name, password: goodPassword }));
    expect(await register(username.toUpperCase())).to.equal('username_taken');
    expect(hashed).to.equal(0);
    expect(await register(uniqueName())).to.equal('accepted');
    expect(hashed).to.equal(1);
  });

  it('accepts only the password of the account, and answers an unknown username the same', async () => {
    const anna = await bench().join();
    expect((await prove(anna)).user).to.include({ id: anna.id, username: anna.username });
    const wrong = [prove(anna, 'wrong'), prove({ username: uniqueName() })].map((work) =>
      work.catch((refusal: Error) => refusal.message),
    );
    expect(await Promise.all(wrong)).to.deep.equal(Array(2).fill('Wrong username or password.'));
    expect(await codeOf(prove(anna, 'wrong'))).to.equal('invalid_credentials');
  });

  it('delays password guesses, separately for each account', async () => {
    const [anna, bert] = [await bench().join(), await bench().join()];
    const engine = createEngine({ ...bench().parts, failures: createFailureCounter(null) });
    const guess = ({ username }: Caller, password: string) =>
      codeOf(engine.accounts.authenticate({ username, password }, { address }));
    for (let time = 0; time < backoffs.fromOneAddress.points; time += 1) await guess(anna, 'wrong');
    expect(await guess(anna, goodPassword)).to.equal('rate_limited');
    expect(await guess(bert, goodPassword)).to.equal('accepted');
    const code = { source: { address } };
    const { id, username } = anna;
    const proof = {
      user: { id, username, displayName: username, lastSeenAt: null, avatarId: null, status: null },
      credentialVersion: 0,
    };
    const demanded = engine.factors.demand(proof, { code: '123456', ...code, origin: 'http://localhost' });
    expect(await codeOf(demanded), 'codes have their own count').to.equal('accepted');
  });

  it('rehashes the password at login only when the parameters have changed', async () => {
    const anna = await bench().join();
    const before = await hashOf(anna);
    await prove(anna);
    expect(await hashOf(anna)).to.equal(before);
    const passwords = createPasswords({ memoryKib: 1_024, timeCost: 3 });
    const engine = createEngine({ ...bench().parts, passwords });
    await engine.accounts.authenticate({ username: anna.username, password: goodPassword }, { address });
    const after = await hashOf(anna);
    expect(after).to.not.equal(before);
    expect([passwords.isOutdated(before ?? ''), passwords.isOutdated(after ?? '')]).to.deep.equal([true, false]);
    expect(await codeOf(prove(anna))).to.equal('accepted');
  });

  it('pushes a new display name to watchers, and rejects a deleted account', async () => {
    const anna = await bench().join();
    bench().fanout.take();
    expect(await accounts().rename(anna.id, ' Anna the Second ')).to.include({ displayName: 'Anna the Second' });
    const [pushed] = bench().fanout.take('updateUsers');
    expect(pushed?.payload.users[0]).to.include({ username: anna.username, displayName: 'Anna the Second' });
    await accounts().remove(anna, goodPassword);
    bench().fanout.take();
    expect(await codeOf(accounts().rename(anna.id, 'Anna the Third'))).to.equal('unauthorized');
    expect(bench().fanout.take()).to.deep.equal([]);
  });

  it('changes the password and ends every session, the caller’s too, for which another one goes on', async () => {
    const anna = await bench().join();
    const other = await openAnother(anna);
    const change = (current: string, to: string) =>
      accounts().changePassword(anna, { current, next: to }, `next secret of ${anna.username}`);
    expect(await codeOf(change('wrong', next))).to.equal('invalid_credentials');
    expect(await codeOf(change(goodPassword, anna.username))).to.equal('weak_password');
    expect(await bench().engine.sessions.list(anna)).to.have.length(2);
    expect(await closedBy(change(goodPassword, next))).to.have.members([anna.sessionId, other]);
    const found = await bench().engine.sessions.find(`next secret of ${anna.username}`);
    expect(found).to.include({ userId: anna.id });
    expect(found?.id).to.not.equal(anna.sessionId);
    expect(await bench().engine.sessions.find(`secret of ${anna.username}`)).to.equal(null);
    expect([await codeOf(prove(anna)), await codeOf(prove(anna, next))]).to.deep.equal([
      'invalid_credentials',
      'accepted',
    ]);
  });

  it('deletes the account with the password: sessions end, watchers get a push, the username stays taken', async () => {
    const shownAs = `Anna ${randomUUID()}`;
    const anna = await bench().join(shownAs);
    const other = await openAnother(anna);
    expect(await codeOf(accounts().remove(anna, 'wrong'))).to.equal('invalid_credentials');
    bench().fanout.take();
    const closed = await closedBy(accounts().remove(anna, goodPassword));
    expect(closed).to.have.members([anna.sessionId, other]);
    const { username } = anna;
    const users = [{ username, displayName: 'Deleted user', online: false, lastSeenAt: null }];
    expect(bench().fanout.take()).to.deep.equal([
      { user: anna.id, event: 'updateUsers', payload: { users }, to: 'watchers' },
      { user: '', event: 'directoryChanged', payload: { withinMs: 0 }, to: 'devices' },
    ]);
    expect(await codeOf(prove(anna))).to.equal('invalid_credentials');
    expect(await codeOf(accounts().register({ username, password: goodPassword }))).to.equal('username_taken');
    expect(await codeOf(bench().engine.people.account(anna.id))).to.equal('unauthorized');
    const viewer = await bench().join();
    for (const query of [shownAs, 'Deleted', username]) {
      expect((await bench().engine.people.list(viewer, { query })).users, query).to.deep.equal([]);
    }
  });

  it('keeps the conversations of a deleted account readable, and lets no user write to it', async () => {
    const [anna, bert, carl] = await Promise.all([bench().join(), bench().join(), bench().join()]);
    const { message } = await bench().engine.messages.send(anna, messageTo(bert, 'the last word'));
    await accounts().remove(anna, goodPassword);
    const { messages } = await bench().engine.messages.history(bert, { with: anna.username });
    expect(messages).to.deep.equal([message]);
    const writing = () => bench().engine.messages.send(bert, messageTo(anna));
    expect(await codeOf(writing())).to.equal('not_found');
    expect(await writing().catch((error: Error) => error.message)).to.equal('This person is no longer here.');
    expect(await codeOf(bench().engine.messages.history(carl, { with: anna.username }))).to.equal('not_found');
  });
});
