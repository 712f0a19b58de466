/** What an administrator may do with an account: see how it stands, end what is open, and never choose or learn a password. */

import { expect } from 'chai';
import { temporaryMs } from '../../../src/engine/identity/administration.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { openDatabase } from '../../../src/storage/database/open-database.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { age } from '../../contracts/session-rows.ts';
import { goodPassword } from '../../support/client.ts';
import { useEngine } from '../engine-bench.ts';

const day = 24 * 3_600_000;
const none = { totp: false, passkeys: 0, recoveryCodes: 0 };

describe('administration', () => {
  const bench = useEngine();
  const place = () => ({ databaseUrl: null, dataDir: bench().dataDir });
  const logIn = (username: string, password = goodPassword) =>
    bench().engine.accounts.authenticate({ username, password }, '127.0.0.1');
  const openAnother = async ({ username }: Caller) => {
    const device = { ip: '127.0.0.1', userAgent: 'another' };
    return bench().engine.sessions.open(`another of ${username}`, await logIn(username), device);
  };
  /** Everything an account can have beside its password. */
  async function addFactors(caller: Caller) {
    const { totp, passkeys } = bench().stores;
    await totp.begin(caller.id, 'encrypted');
    await totp.confirm(caller, { encrypted: 'encrypted', step: 1 }, ['a', 'b', 'c']);
    for (const name of ['one', 'two']) {
      const key = { credentialId: `${name} of ${caller.id}`, publicKey: 'key', counter: 0, transports: [] };
      await passkeys.create(caller, { name, key }, []);
    }
  }

  it('shows who it is, whatever the case of the name, and counts what there is', async () => {
    const anna = await bench().join('Anna A.');
    const { show } = bench().administration;
    const user = { id: anna.id, username: anna.username, displayName: 'Anna A.', lastSeenAt: null };
    expect(await show(anna.username.toUpperCase())).to.deep.equal({ user, liveSessions: 1, factors: none });
    await addFactors(anna);
    await openAnother(anna);
    const factors = { totp: true, passkeys: 2, recoveryCodes: 3 };
    expect(await show(anna.username)).to.deep.equal({ user, liveSessions: 2, factors });
  });

  it('counts no session that has ended or run out', async () => {
    const anna = await bench().join();
    await bench().engine.sessions.end(await openAnother(anna));
    expect(await bench().administration.show(anna.username)).to.include({ liveSessions: 1 });
    await age(place(), anna.sessionId, 7 * day);
    expect(await bench().administration.show(anna.username)).to.include({ liveSessions: 0 });
  });

  it('ends all sessions of one account, and says how many there were', async () => {
    const [anna, bert] = [await bench().join(), await bench().join()];
    await openAnother(anna);
    expect(await bench().administration.endSessions(anna.username)).to.equal(2);
    const left = async (name: string) => (await bench().administration.show(name)).liveSessions;
    expect([await left(anna.username), await left(bert.username)]).to.deep.equal([0, 1]);
    expect(await bench().administration.endSessions(anna.username)).to.equal(0);
  });

  it('resets a password to one that nobody can guess, taken for a day, and ends all sessions', async () => {
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
    expect(temporaryMs).to.equal(day);
    expect(passwordUntil?.getTime()).to.be.within(Date.now() + day - 60_000, Date.now() + day);
  });

  it('removes all second factors, ends all sessions, and says what there was', async () => {
    const anna = await bench().join();
    await addFactors(anna);
    const { removeFactors, show } = bench().administration;
    const removed = { totp: true, passkeys: 2, recoveryCodes: 3 };
    expect(await removeFactors(anna.username)).to.deep.equal({ removed, endedSessions: 1 });
    expect(await show(anna.username)).to.deep.include({ liveSessions: 0, factors: none });
    expect(await removeFactors(anna.username)).to.deep.equal({ removed: none, endedSessions: 0 });
  });

  it('says of whom there is nobody', async () => {
    const { show, resetPassword, removeFactors, endSessions } = bench().administration;
    for (const action of [show, resetPassword, removeFactors, endSessions]) {
      expect(await codeOf(action('nobody-"here'))).to.equal('not_found');
      const message = await action('nobody-"here').catch((error: Error) => error.message);
      expect(message).to.contain('"nobody-\\"here"');
    }
  });
});
