/** The rules of passwords: length, common passwords, the owner's names, normalisation, storage. */
import { expect } from 'chai';
import fc from 'fast-check';
import { isCommonPassword } from '../../../src/credentials/common-passwords.ts';
import { newPassword, normalisePassword } from '../../../src/engine/identity/passwords.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { goodPassword, uniqueName } from '../../support/client.ts';
import { useEngine } from '../engine-bench.ts';

const set = (password: string, username = 'anna', displayName = username) =>
  newPassword(password, { username, displayName }, isCommonPassword);
const address = '127.0.0.1';
const isWeak = async (password: string, username?: string, displayName?: string) =>
  (await codeOf(Promise.resolve().then(() => set(password, username, displayName)))) === 'weak_password';

describe('newPassword', () => {
  it('accepts 8 to 256 characters, counted as code points', async () => {
    expect([await isWeak('q7!xz2k'), await isWeak('q7!xz2kp')]).to.deep.equal([true, false]);
    expect([await isWeak('😀'.repeat(7)), await isWeak('😀'.repeat(8))]).to.deep.equal([true, false]);
    expect([await isWeak('😀'.repeat(257)), await isWeak('😀'.repeat(256))]).to.deep.equal([true, false]);
    expect([await isWeak(''), await isWeak('x'.repeat(257))]).to.deep.equal([true, true]);
  });

  it('counts after normalisation, so that a combining accent is no further character', async () => {
    expect(await isWeak('e\u0301'.repeat(7))).to.equal(true);
    expect(await isWeak('e\u0301'.repeat(8))).to.equal(false);
  });

  it('rejects a common password in any case, and the username', async () => {
    for (const password of ['password', 'PASSWORD', '12345678', 'iloveyou', 'Password1']) {
      expect(await isWeak(password), password).to.equal(true);
    }
    expect(await isWeak('Anna.Karenina', 'anna.karenina')).to.equal(true);
    expect(await isWeak(goodPassword)).to.equal(false);
  });

  it('rejects a password with few characters besides the owner’s names and the product’s name', async () => {
    const weak = (password: string) => isWeak(password, 'anna.karenina', 'Anna Arkadjewna');
    for (const password of [
      'anna.karenina2026',
      'karenina!1',
      'Karenina Anna',
      'ANNAARKADJEWNA1',
      'ａｒｋａｄｊｅｗｎａ',
      'Duologue2026',
      'duologueduologue',
      'duologue-anna',
    ]) {
      expect(await weak(password), password).to.equal(true);
    }
    for (const password of ['anna.karenina-5 x7', 'my duologue pass', 'banana-bread-recipe', goodPassword]) {
      expect(await weak(password), password).to.equal(false);
    }
    expect(await isWeak('ab-12345678', 'ab-'), 'a word of two letters is ignored').to.equal(false);
  });

  it('removes the longest words of a name first, so that no part of one counts', async () => {
    expect(await isWeak('annabella-1x2', 'anna', 'Annabella')).to.equal(true);
    expect(await isWeak('joejoe-12', 'joe'), 'a word of three letters counts').to.equal(true);
    expect(await isWeak('ababab-ab1', 'ab_'), 'a word of two letters is ignored').to.equal(false);
  });

  it('says why it rejects a password', () => {
    const why = (password: string) => () => set(password);
    expect(why('q7!xz2k')).to.throw('This password has fewer than 8 characters. Choose another one.');
    expect(why('q7'.repeat(200))).to.throw('This password has more than 256 characters. Choose another one.');
    expect(why('password')).to.throw('This password is too common. Choose another one.');
    expect(why('anna-anna')).to.throw('This password contains little besides your own name. Choose');
  });

  it('never trims, folds or cuts a password', () => {
    for (const password of ['  padded  ', 'UPPER lower', `${'x'.repeat(255)}!`, '\tTabs\n and \u00a0spaces']) {
      expect(set(password)).to.equal(password);
    }
  });

  it('normalises to the same text for every way to type it, and a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const normal = normalisePassword(text);
        expect(normalisePassword(normal)).to.equal(normal);
        expect(normalisePassword(text.normalize('NFD'))).to.equal(normal);
      }),
    );
  });
});

describe('a login', () => {
  const bench = useEngine();
  const register = async (password: string) => {
    const username = uniqueName();
    await bench().engine.accounts.register({ username, password });
    return (attempt: string, name = username) =>
      codeOf(bench().engine.accounts.authenticate({ username: name, password: attempt }, { address }));
  };

  it('accepts only the stored password, in either normal form', async () => {
    const attempt = await register(' Crème brûlée ');
    expect(await attempt(' Crème brûlée '.normalize('NFD'))).to.equal('accepted');
    for (const wrong of ['Crème brûlée', ' crème brûlée ', ' Creme brulee ', ' Crème brûlée', '', ' ']) {
      expect(await attempt(wrong), wrong).to.equal('invalid_credentials');
    }
  });

  it('distinguishes passwords that differ beyond the 72nd byte', async () => {
    const long = 'x1'.repeat(100);
    const attempt = await register(`${long}a`);
    expect([await attempt(`${long}a`), await attempt(`${long}b`)]).to.deep.equal(['accepted', 'invalid_credentials']);
  });

  it('folds the case of the username, and answers an unknown username the same', async () => {
    const username = uniqueName('case');
    await bench().engine.accounts.register({ username: username.toUpperCase(), password: goodPassword });
    const attempt = (name: string) =>
      bench()
        .engine.accounts.authenticate({ username: name, password: 'wrong password' }, { address })
        .catch((error: Error) => error.message);
    expect(await attempt(username)).to.equal(await attempt('nobody-of-that-name'));
    const right = { username: username.toUpperCase(), password: goodPassword };
    const { user } = await bench().engine.accounts.authenticate(right, { address });
    expect(user.username).to.equal(username);
  });

  it('stores only an argon2id hash, with a salt for each password', async () => {
    const names = [uniqueName(), uniqueName()] as const;
    for (const username of names) await bench().engine.accounts.register({ username, password: goodPassword });
    const hashes = await Promise.all(
      names.map(async (name) => (await bench().stores.credentials.find(name))?.passwordHash ?? ''),
    );
    expect(hashes[0])
      .to.match(/^\$argon2id\$/)
      .and.not.contain(goodPassword);
    expect(hashes[0]).not.to.equal(hashes[1]);
  });

  it('rejects a weak password and an invalid username at registration, and creates no account', async () => {
    const username = uniqueName();
    const attempt = (name: string, password: string) =>
      codeOf(bench().engine.accounts.register({ username: name, password }));
    expect(await attempt(username, 'password')).to.equal('weak_password');
    expect(await attempt(`${username}!`, goodPassword)).to.equal('invalid_username');
    expect(await bench().stores.users.findByUsernames([username])).to.deep.equal([]);
    expect(await attempt(username, goodPassword)).to.equal('accepted');
    expect(await attempt(username.toUpperCase(), goodPassword)).to.equal('username_taken');
  });
});
