/** Second factors: set-up, demand at login, recovery codes, removal, encryption. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { createFailureCounter } from '../../../src/cluster/failure-counter.ts';
import { createTotpCodes } from '../../../src/credentials/totp-codes.ts';
import { createEngine, type EngineParts } from '../../../src/engine/engine.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { backoffs } from '../../../src/policy/backoffs.ts';
import type { Refusal } from '../../../src/protocol/refusals.ts';
import { openDatabase } from '../../../src/storage/database/open-database.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { goodPassword } from '../../support/client.ts';
import { benchSecret, useEngine } from '../engine-bench.ts';

const address = '127.0.0.1';
const origin = 'http://127.0.0.1:3000';

describe('createSecondFactor', () => {
  const bench = useEngine();
  const factors = () => bench().engine.factors;

  /** The code that the app shows, `steps` later or earlier. */
  const shown = (secret: string, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
  const prove = ({ username }: Caller) =>
    bench().engine.accounts.authenticate({ username, password: goodPassword }, { address });
  const demand = async (caller: Caller, code?: string) =>
    factors().demand(await prove(caller), { code, source: { address }, origin });

  async function openAnother(caller: Caller) {
    return bench().engine.sessions.open(randomUUID(), await prove(caller), { ip: address, userAgent: 'another' });
  }
  async function withApp() {
    const caller = await bench().join();
    const { secret } = await factors().totp.begin(caller);
    const { recoveryCodes } = await factors().totp.confirm(caller, shown(secret));
    return { caller, secret, codes: recoveryCodes ?? [] };
  }
  /** The sessions that are closed while the work runs. */
  async function closedBy(work: () => Promise<unknown>) {
    bench().fanout.closed.length = 0;
    await work();
    return [...bench().fanout.closed];
  }

  it('demands no code of an account without a second factor', async () => {
    const caller = await bench().join();
    expect(await factors().overview.factors(caller)).to.deep.equal({ totp: false, passkeys: [], recoveryCodes: 0 });
    expect(await factors().overview.methods(caller.id)).to.deep.equal([]);
    expect(await codeOf(demand(caller))).to.equal('accepted');
    expect(await codeOf(demand(caller, '123456'))).to.equal('accepted');
  });

  it('puts an app in force at its first code, with or without spaces', async () => {
    const caller = await bench().join();
    const { secret, uri } = await factors().totp.begin(caller);
    expect(uri).to.contain(secret).and.contain(caller.username);
    expect(await codeOf(demand(caller))).to.equal('accepted');
    const code = shown(secret);
    expect(await codeOf(factors().totp.confirm(caller, code.replace(/./g, '9')))).to.equal('invalid_credentials');
    expect(await codeOf(demand(caller))).to.equal('accepted');
    const typed = `${code.slice(0, 3)} ${code.slice(3, 5)}-${code.slice(5)} `;
    const { recoveryCodes } = await factors().totp.confirm(caller, typed);
    expect(new Set(recoveryCodes).size).to.equal(10);
    expect(await factors().overview.factors(caller)).to.deep.equal({ totp: true, passkeys: [], recoveryCodes: 10 });
  });

  it('rejects a second set-up, and a confirmation without a recent set-up', async () => {
    const { caller } = await withApp();
    expect(await codeOf(factors().totp.begin(caller))).to.equal('conflict');
    const other = await bench().join();
    expect(await codeOf(factors().totp.confirm(other, '123456'))).to.equal('conflict');
    const { secret } = await factors().totp.begin(other);
    const { client } = await openDatabase(null, bench().dataDir);
    const begunAt = new Date(Date.now() - 11 * 60_000);
    await client.totpSecret.updateMany({ where: { userId: other.id }, data: { createdAt: begunAt } });
    await client.$disconnect();
    expect(await codeOf(factors().totp.confirm(other, shown(secret)))).to.equal('conflict');
  });

  it('rejects the code of a set-up that another one has replaced', async () => {
    const caller = await bench().join();
    const { secret } = await factors().totp.begin(caller);
    const { totp, totpCodes } = bench().parts;
    const { encrypted } = totpCodes.create(caller.id, caller.username);
    const replaced = createEngine({
      ...bench().parts,
      totp: {
        ...totp,
        confirm: async (...args) => {
          await totp.begin(caller.id, encrypted);
          return totp.confirm(...args);
        },
      },
    });
    expect(await codeOf(replaced.factors.totp.confirm(caller, shown(secret)))).to.equal('conflict');
    expect(await factors().overview.methods(caller.id)).to.deep.equal([]);
  });

  it('demands a code after the password and accepts each code once', async () => {
    const { caller, secret } = await withApp();
    const refusal: Refusal = await demand(caller).then(
      () => expect.fail('was let in'),
      (error) => error,
    );
    expect(refusal.toBody()).to.include({ code: 'second_factor_required' });
    expect(refusal.toBody())
      .to.deep.include({ methods: ['totp', 'recovery'] })
      .and.not.have.property('passkey');
    expect(refusal.message).to.match(/^Enter .*\.$/);
    expect(await codeOf(demand(caller, shown(secret))), 'the code of the set-up').to.equal('invalid_credentials');
    const next = shown(secret, 1);
    expect(await codeOf(demand(caller, ` ${next.slice(0, 3)}-${next.slice(3)}`))).to.equal('accepted');
    expect(await codeOf(demand(caller, next)), 'again').to.equal('invalid_credentials');
  });

  it('rejects a code of another user’s app', async () => {
    const [{ caller }, { secret }] = [await withApp(), await withApp()];
    expect(await codeOf(demand(caller, shown(secret, 1)))).to.equal('invalid_credentials');
  });

  it('accepts each recovery code once, in any spelling', async () => {
    const { caller, codes } = await withApp();
    const [first = '', second = '', third = ''] = codes;
    expect(first).to.match(/^([0-9a-hjkmnp-tv-z]{6}-){3}[0-9a-hjkmnp-tv-z]{6}$/);
    expect(await codeOf(demand(caller, first))).to.equal('accepted');
    expect(await codeOf(demand(caller, first)), 'again').to.equal('invalid_credentials');
    const spaced = ` ${second.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'I')}\t`;
    expect(await codeOf(demand(caller, spaced))).to.equal('accepted');
    const mistaken = third.replaceAll('-', '').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(await codeOf(demand(caller, mistaken))).to.equal('accepted');
    expect(await factors().overview.factors(caller)).to.include({ recoveryCodes: 7 });
  });

  it('delays guesses of codes, at login and at set-up', async () => {
    const { points: free } = backoffs.fromOneAddress;
    const { caller, codes } = await withApp();
    const { factors: counted } = createEngine({ ...bench().parts, failures: createFailureCounter(null) });
    const logIn = async (code?: string) => counted.demand(await prove(caller), { code, source: { address }, origin });
    for (let time = 0; time < free; time += 1) expect(await codeOf(logIn('x'))).to.equal('invalid_credentials');
    expect(await codeOf(logIn(codes[0]))).to.equal('rate_limited');
    const { caller: neighbour, codes: others } = await withApp();
    const proof = await prove(neighbour);
    const beside = counted.demand(proof, { code: others[0], source: { address }, origin });
    expect(await codeOf(beside), 'another account').to.equal('accepted');
    const other = await bench().join();
    const { secret } = await counted.totp.begin(other);
    const confirm = (code: string) => codeOf(counted.totp.confirm(other, code));
    for (let time = 0; time < free; time += 1) expect(await confirm('x')).to.equal('invalid_credentials');
    expect(await confirm(shown(secret))).to.equal('rate_limited');
  });

  it('ends every other session when an app is set up, removed or gets new recovery codes', async () => {
    const caller = await bench().join();
    const { secret } = await factors().totp.begin(caller);
    for (const change of [
      () => factors().totp.confirm(caller, shown(secret)),
      () => factors().overview.renewOwnCodes(caller),
      () => factors().totp.turnOff(caller),
    ]) {
      const other = await openAnother(caller);
      const before = await prove(caller);
      expect(await closedBy(change)).to.deep.equal([other]);
      const late = bench().engine.sessions.open(randomUUID(), before, { ip: address, userAgent: 'late' });
      expect(await codeOf(late), 'a login that began before').to.equal('invalid_credentials');
      const left = await bench().engine.sessions.list(caller);
      expect(left.map(({ id }) => id)).to.deep.equal([caller.sessionId]);
    }
  });

  it('removes the recovery codes with the app, which can be set up again', async () => {
    const { caller, codes } = await withApp();
    await factors().totp.turnOff(caller);
    expect(await factors().overview.factors(caller)).to.deep.equal({ totp: false, passkeys: [], recoveryCodes: 0 });
    expect(await codeOf(demand(caller))).to.equal('accepted');
    expect(await codeOf(factors().totp.turnOff(caller))).to.equal('not_found');
    const { secret } = await factors().totp.begin(caller);
    const { recoveryCodes } = await factors().totp.confirm(caller, shown(secret));
    expect(recoveryCodes).to.have.length(10).and.not.include(codes[0]);
  });

  it('replaces the recovery codes only of an account with a second factor', async () => {
    const { caller, codes } = await withApp();
    const renewed = await factors().overview.renewOwnCodes(caller);
    expect(renewed).to.have.length(10);
    expect(await codeOf(demand(caller, codes[0]))).to.equal('invalid_credentials');
    expect(await codeOf(demand(caller, renewed[0]))).to.equal('accepted');
    const other = await bench().join();
    expect(await codeOf(factors().overview.renewOwnCodes(other))).to.equal('conflict');
    expect(await factors().overview.factors(other)).to.include({ recoveryCodes: 0 });
  });

  it('encrypts secrets again with a new key and counts those that no key decrypts', async () => {
    const { caller, secret } = await withApp();
    const other = 'another secret of the engine bench, of 32 and more';
    const under = (...secrets: string[]) =>
      createEngine({ ...bench().parts, totpCodes: createTotpCodes(secrets) }).factors;
    const all = await bench().stores.totp.encryptedByOthers('no key', { after: '', limit: 1_000 });
    expect(all.length).to.be.at.least(1);
    expect(await under(other).totp.reencryptAll(), 'without the old secret').to.equal(all.length);
    expect(await under(other, benchSecret).totp.reencryptAll()).to.equal(0);
    expect(await under(other).totp.reencryptAll()).to.equal(0);
    expect(await under(other).totp.take(caller.id, shown(secret, 1))).to.equal(true);
    expect(await under(benchSecret, other).totp.reencryptAll()).to.equal(0);
  });

  it('reads the secrets in pages and counts each lost secret once', async () => {
    const codes = createTotpCodes([benchSecret]);
    const encrypted = Array.from({ length: 1_200 }, (_, index) => {
      const userId = `user-${index}`.padStart(10, '0');
      return { userId, encrypted: index % 2 ? 'lost.x' : codes.create(userId, userId).encrypted };
    }).sort((a, b) => (a.userId < b.userId ? -1 : 1));
    const sizes: number[] = [];
    const reencrypted: string[][] = [];
    const totp: EngineParts['totp'] = {
      ...bench().parts.totp,
      async encryptedByOthers(_keyId, { after, limit }) {
        const page = encrypted.filter(({ userId }) => userId > after).slice(0, limit);
        sizes.push(page.length);
        return page;
      },
      replaceEncrypted: async (secrets) => void reencrypted.push(secrets.map(({ userId }) => userId)),
    };
    const totpCodes = createTotpCodes(['another secret of the engine bench, of 32 and more', benchSecret]);
    expect(await createEngine({ ...bench().parts, totp, totpCodes }).factors.totp.reencryptAll()).to.equal(600);
    expect(sizes).to.deep.equal([500, 500, 200]);
    expect(
      reencrypted.map(({ length }) => length),
      'page by page',
    ).to.deep.equal([250, 250, 100]);
    expect(new Set(reencrypted.flat()).size).to.equal(600);
  });
});
