/** The administrator's actions on an account: show it, reset its password, end its sessions, remove its factors. */

import { expect } from 'chai';
import { temporaryPasswordMs } from '../../../src/engine/identity/administration.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { openDatabase } from '../../../src/storage/database/open-database.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { age } from '../../contracts/session-rows.ts';
import { goodPassword } from '../../support/client.ts';
import { useEngine } from '../engine-bench.ts';

const day = 24 * 3_600_000;
const none = { totp: false, passkeys: 0, recoveryCodes: 0 };

describe('createAdministration', () => {
  const bench = useEngine();
  const place = () => ({ databaseUrl: null, dataDir: bench().dataDir });
  const logIn = (username: string, password = goodPassword) =>
    bench().engine.accounts.authenticate({ username, password }, { address: '127.0.0.1' });
  const openAnother = async ({ username }: Caller) => {
    const device = { ip: '127.0.0.1', userAgent: 'another' };
    return bench().engine.sessions.open(`another of ${username}`, await logIn(username), device);
  };
  /** An account with every kind of second factor. */
  async function addFactors(caller: Caller) {
    const { totp, passkeys } = bench().stores;
    await totp.begin(caller.id, 'encrypted');
    await totp.confirm(caller, { encrypted: 'encrypted', step: 1 }, ['a', 'b', 'c']);
    for (const name of ['one', 'two']) {
      const key = { credentialId: `${name} of ${caller.id}`, publicKey: 'key', counter: 0, transports: [] };
      await passkeys.create(caller, { name, key }, []);
    }
  }

  it('shows the account in any case of its username, with counts of sessions and factors', async () => {
    const anna = await bench().join('Anna A.');
    const { show } = bench().administration;
    const user = {
      id: anna.id,
      username: anna.username,
      displayName: 'Anna A.',
      lastSeenAt: null,
      avatarId: null,
      status: null,
    };
    expect(await show(anna.username.toUpperCase())).to.deep.equal({
      user,
      isDisabled: false,
      liveSessions: 1,
      factors: none,
    });
    await addFactors(anna);
    await openAnother(anna);
    const factors = { totp: true, passkeys: 2, recoveryCodes: 3 };
    expect(await show(anna.username)).to.deep.equal({ user, isDisabled: false, liveSessions: 2, factors });
  });

  it('counts no session that has ended or expired', async () => {
    const anna = await bench().join();
    await bench().engine.sessions.end(await openAnother(anna));
    expect(await bench().administration.show(anna.username)).to.include({ liveSessions: 1 });
    await age(place(), anna.sessionId, 7 * day);
    expect(await bench().administration.show(anna.username)).to.include({ liveSessions: 0 });
  });

  it('ends all sessions of one account and answers how many', async () => {
    const [anna, bert] = [await bench().join(), await bench().join()];
    await openAnother(anna);
    expect(await bench().administration.endSessions(anna.username)).to.equal(2);
    const left = async (name: string) => (await bench().administration.show(name)).liveSessions;
    expect([await left(anna.username), await left(bert.username)]).to.deep.equal([0, 1]);
    expect(await bench().administration.endSessions(anna.username)).to.equal(0);
  });

  it('resets the password to a random one that is valid for a day, and ends all sessions', async () => {
    const anna = await bench().join();
    const { resetPassword, show } = bench().administration;
    const [first, password] = [await resetPassword(anna.username), await resetPassword(anna.username)];
    expect(password)
      .to.match(/^[\w-]{20}$/)
      .and.not.equal(first);
    expect(await show(anna.username)).to.include({ liveSessions: 0 });
    for (const old of [goodPassword, first]) {
      expect(await codeOf(logIn(anna.username, old))).to.equal('invalid_credentials');
    }
    expect((await logIn(anna.username, password)).user).to.include({ username: anna.username });
    const { client } = await openDatabase(null, bench().dataDir);
    const { passwordUntil } = await client.user.findUniqueOrThrow({ where: { id: anna.id } });
    await client.$disconnect();
    expect(temporaryPasswordMs).to.equal(day);
    expect(passwordUntil?.getTime()).to.be.within(Date.now() + day - 60_000, Date.now() + day);
  });

  it('removes all second factors, ends all sessions and answers the counts', async () => {
    const anna = await bench().join();
    await addFactors(anna);
    const { removeFactors, show } = bench().administration;
    const removed = { totp: true, passkeys: 2, recoveryCodes: 3 };
    expect(await removeFactors(anna.username)).to.deep.equal({ removed, endedSessions: 1 });
    expect(await show(anna.username)).to.deep.include({ liveSessions: 0, factors: none });
    expect(await removeFactors(anna.username)).to.deep.equal({ removed: none, endedSessions: 0 });
  });

  it('rejects an unknown username and names it', async () => {
    const { show, resetPassword, removeFactors, endSessions } = bench().administration;
    for (const action of [show, resetPassword, removeFactors, endSessions]) {
      expect(await codeOf(action('nobody-"here'))).to.equal('not_found');
      const message = await action('nobody-"here').catch((error: Error) => error.message);
      expect(message).to.contain('"nobody-\\"here"');
    }
  });
});
