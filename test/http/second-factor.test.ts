/** Tests logins with an authenticator app and with recovery codes over HTTP. */
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import type { FactorAdded, Factors, TotpSetup } from '../../src/protocol/factor-shapes.ts';
import type { RefusalBody } from '../../src/protocol/refusals.ts';
import { type Answer, expectStatus, goodPassword, logIn, register, TestUser } from '../support/client.ts';
import { useNode } from './in-process-node.ts';

type Refused = { error: RefusalBody };
const stepMs = 30_000;

const codeOf = (secret: string, timestamp = Date.now()) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
const isRefused = (answer: Answer<unknown>, status: number, code: string) =>
  expect([answer.status, (answer.body as Refused).error?.code]).to.deep.equal([status, code]);

describe('the second factor over HTTP', () => {
  const url = useNode();
  const password = goodPassword;
  const send = <T = Refused>(person: TestUser, method: string, path: string, body: unknown = { password }) =>
    person.fetch<T>(path, { method, body });
  const logInWith = (person: TestUser, code?: string) =>
    send(person, 'POST', '/api/login', {
      username: person.username,
      password,
      ...(code === undefined ? {} : { code }),
    });
  const factors = async (person: TestUser) => expectStatus(await person.fetch<Factors>('/api/me/factors'), 200);

  async function withApp() {
    const person = await register(url());
    const { secret, uri } = expectStatus(await send<TotpSetup>(person, 'POST', '/api/me/totp'), 200);
    expect(uri).to.include(secret);
    const first = codeOf(secret);
    const { recoveryCodes } = expectStatus(
      await send<FactorAdded>(person, 'PUT', '/api/me/totp', { code: first }),
      200,
    );
    return { person, secret, first, codes: recoveryCodes ?? [] };
  }

  it('leaves logins unchanged for an account without a second factor', async () => {
    const person = await register(url());
    expect(await factors(person)).to.deep.equal({ totp: false, passkeys: [], recoveryCodes: 0 });
    expectStatus(await logInWith(person), 200);
    expectStatus(await logInWith(person, '123456'), 200);
  });

  it('asks for a code after the correct password, and accepts each code once', async () => {
    const { person, secret, first } = await withApp();
    expect(await factors(person)).to.deep.equal({ totp: true, passkeys: [], recoveryCodes: 10 });
    const asked = await logInWith(person);
    isRefused(asked, 401, 'second_factor_required');
    expect(asked.body.error.methods).to.deep.equal(['totp', 'recovery']);
    expect(asked.headers.getSetCookie()).to.deep.equal([]);
    isRefused(await logInWith(person, first), 401, 'invalid_credentials');
    const wrong = await logInWith(person, '000000');
    isRefused(wrong, 401, 'invalid_credentials');
    expect(wrong.headers.getSetCookie()).to.deep.equal([]);
    const next = codeOf(secret, Date.now() + stepMs);
    const answers = await Promise.all([1, 2, 3, 4].map(() => logInWith(person, next)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401, 401, 401]);
    isRefused(await logInWith(person, next), 401, 'invalid_credentials');
  });

  it('stays hidden from requests without the password', async () => {
    const { person, secret } = await withApp();
    for (const code of [undefined, codeOf(secret, Date.now() + stepMs), '000000']) {
      const body = { username: person.username, password: 'not the password', ...(code ? { code } : {}) };
      isRefused(await send(person, 'POST', '/api/login', body), 401, 'invalid_credentials');
    }
  });

  it('refuses codes that are too old or of another account', async () => {
    const [one, other] = [await withApp(), await withApp()];
    isRefused(await logInWith(one.person, codeOf(one.secret, Date.now() - 3 * stepMs)), 401, 'invalid_credentials');
    isRefused(await logInWith(one.person, codeOf(other.secret, Date.now() + stepMs)), 401, 'invalid_credentials');
    isRefused(await logInWith(one.person, other.codes[0]), 401, 'invalid_credentials');
  });

  it('accepts a recovery code once, in any spelling and with many simultaneous attempts', async () => {
    const { person, codes } = await withApp();
    expect(new Set(codes).size).to.equal(10);
    const [first = '', second = ''] = codes;
    const answers = await Promise.all([1, 2, 3, 4].map(() => logInWith(person, first)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401, 401, 401]);
    expectStatus(await logInWith(person, ` ${second.toUpperCase().replaceAll('-', ' ')} `), 200);
    expect(await factors(person)).to.include({ recoveryCodes: 8 });
  });

  it('replaces the recovery codes after the password, and ends the old codes and the other sessions', async () => {
    const { person, codes } = await withApp();
    const thief = new TestUser(url(), person);
    const body = { username: person.username, password: person.password, code: codes[1] };
    expectStatus(await thief.fetch('/api/login', { method: 'POST', body }), 200);
    isRefused(await send(person, 'POST', '/api/me/recovery-codes', { password: 'wrong' }), 401, 'invalid_credentials');
    const { recoveryCodes } = expectStatus(await send<FactorAdded>(person, 'POST', '/api/me/recovery-codes'), 200);
    expectStatus(await thief.fetch('/api/me'), 401);
    isRefused(await logInWith(person, codes[0]), 401, 'invalid_credentials');
    expectStatus(await logInWith(person, recoveryCodes?.[0]), 200);
    isRefused(await send(await register(url()), 'POST', '/api/me/recovery-codes'), 409, 'conflict');
  });

  it('needs the correct code, the password, and less than ten minutes to be set up', async () => {
    const person = await register(url());
    isRefused(await send(person, 'POST', '/api/me/totp', { password: 'wrong' }), 401, 'invalid_credentials');
    isRefused(await send(person, 'PUT', '/api/me/totp', { code: '123456' }), 409, 'conflict');
    const { secret } = expectStatus(await send<TotpSetup>(person, 'POST', '/api/me/totp'), 200);
    const late = codeOf(secret, Date.now() - 10 * stepMs);
    isRefused(await send(person, 'PUT', '/api/me/totp', { code: late }), 401, 'invalid_credentials');
    expect(await factors(person)).to.include({ totp: false });
    expectStatus(await logInWith(person), 200);
  });

  it('ends with its recovery codes after the password, and can be set up again', async () => {
    const { person, codes } = await withApp();
    isRefused(await send(person, 'POST', '/api/me/totp'), 409, 'conflict');
    isRefused(await send(person, 'DELETE', '/api/me/totp', { password: 'wrong' }), 401, 'invalid_credentials');
    isRefused(await send(person, 'DELETE', '/api/me/totp', {}), 400, 'invalid_input');
    expectStatus(await send(person, 'DELETE', '/api/me/totp'), 204);
    isRefused(await send(person, 'DELETE', '/api/me/totp'), 404, 'not_found');
    expect(await factors(person)).to.deep.equal({ totp: false, passkeys: [], recoveryCodes: 0 });
    expectStatus(await logInWith(person), 200);
    const { secret } = expectStatus(await send<TotpSetup>(person, 'POST', '/api/me/totp'), 200);
    expectStatus(await send(person, 'PUT', '/api/me/totp', { code: codeOf(secret) }), 200);
    isRefused(await logInWith(person, codes[0]), 401, 'invalid_credentials');
  });

  it('leaves no session of the password alone when logins are under way during the set-up', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await register(url());
      const { secret } = expectStatus(await send<TotpSetup>(person, 'POST', '/api/me/totp'), 200);
      const logins = Array.from({ length: 6 }, () => logIn(url(), person).catch(() => null));
      expectStatus(await send(person, 'PUT', '/api/me/totp', { code: codeOf(secret) }), 200);
      const sessions = (await Promise.all(logins)).filter((session) => session !== null);
      for (const session of sessions) expect((await session.fetch('/api/me')).status).to.equal(401);
      expectStatus(await person.fetch('/api/me'), 200);
    }
  });

  it('ends the other sessions when it is set up and removed, and keeps this one', async () => {
    const person = await register(url());
    const before = await logIn(url(), person);
    const { secret } = expectStatus(await send<TotpSetup>(person, 'POST', '/api/me/totp'), 200);
    expectStatus(await send(person, 'PUT', '/api/me/totp', { code: codeOf(secret) }), 200);
    expect((await before.fetch('/api/me')).status).to.equal(401);
    expectStatus(await logInWith(before, codeOf(secret, Date.now() + stepMs)), 200);
    expectStatus(await send(person, 'DELETE', '/api/me/totp'), 204);
    expect((await before.fetch('/api/me')).status).to.equal(401);
    expectStatus(await person.fetch('/api/me'), 200);
  });
});

describe('the second factor with rate limits', () => {
  const url = useNode({ rateLimits: true });

  it('slows down guesses of codes', async () => {
    const person = await register(url());
    const body = { password: goodPassword };
    const { secret } = expectStatus(await person.fetch<TotpSetup>('/api/me/totp', { method: 'POST', body }), 200);
    expectStatus(await person.fetch('/api/me/totp', { method: 'PUT', body: { code: codeOf(secret) } }), 200);
    const { username } = person;
    const guess = () => person.fetch('/api/login', { method: 'POST', body: { ...body, username, code: '000000' } });
    const statuses: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) statuses.push((await guess()).status);
    expect(statuses.slice(0, 5)).to.deep.equal([401, 401, 401, 401, 401]);
    expect(statuses).to.include(429);
  });
});
