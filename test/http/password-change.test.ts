/** Tests the change of a password: other sessions end, this one continues under a new cookie. */
import { expect } from 'chai';
import type { RefusalBody } from '../../src/protocol/refusals.ts';
import { expectStatus, goodPassword, logIn, register, TestUser } from '../support/client.ts';
import { disconnected } from '../support/device.ts';
import { useNode } from './in-process-node.ts';

const next = 'a horse of another colour';

describe('POST /api/me/password', () => {
  const url = useNode();
  const change = (person: TestUser, body: unknown = { current: person.password, next }) =>
    person.fetch<{ error?: RefusalBody }>('/api/me/password', { method: 'POST', body });
  const isIn = async (person: TestUser) => (await person.fetch('/api/me')).status === 200;
  const attempt = async ({ username }: TestUser, password: string) =>
    (await new TestUser(url(), { username, password }).logIn()).status;

  it('answers 204, then accepts the new password and refuses the old one', async () => {
    const person = await register(url());
    const answer = await change(person);
    expect([answer.status, answer.body]).to.deep.equal([204, '']);
    expect([await attempt(person, goodPassword), await attempt(person, next)]).to.deep.equal([401, 200]);
  });

  it('ends all sessions with their sockets, and opens another one for this browser', async () => {
    const phone = await register(url());
    const laptop = await logIn(url(), phone);
    const before = phone.at(url());
    const [here, there] = await Promise.all([phone.connect(), laptop.connect()]);
    const closed = Promise.all([disconnected(here), disconnected(there)]);
    expectStatus(await change(phone), 204);
    await closed;
    expect(phone.cookie).not.to.equal(before.cookie);
    expect([await isIn(phone), await isIn(before), await isIn(laptop)]).to.deep.equal([true, false, false]);
    const back = await phone.connect();
    expectStatus(await phone.logOut(), 204);
    await disconnected(back);
  });

  it('refuses a wrong old and a weak new password, and changes nothing', async () => {
    const person = await register(url());
    const other = await logIn(url(), person);
    const cases: [number, string, unknown][] = [
      [401, 'invalid_credentials', { current: 'not my password', next }],
      [401, 'invalid_credentials', { current: '', next }],
      [400, 'weak_password', { current: goodPassword, next: 'short' }],
      [400, 'weak_password', { current: goodPassword, next: 'password1' }],
      [400, 'weak_password', { current: goodPassword, next: `${person.username}1` }],
      [400, 'weak_password', { current: goodPassword, next: 'Duologue2026' }],
      [400, 'weak_password', { current: goodPassword, next: 'x'.repeat(257) }],
      [400, 'invalid_input', { next }],
      [400, 'invalid_input', { current: goodPassword }],
      [400, 'invalid_input', { current: goodPassword, next: 5 }],
    ];
    for (const [status, code, body] of cases) {
      const answer = await change(person, body);
      expect([answer.status, answer.body.error?.code], JSON.stringify(body)).to.deep.equal([status, code]);
      expect(answer.headers.getSetCookie()).to.deep.equal([]);
    }
    expect([await isIn(person), await isIn(other), await attempt(person, goodPassword)]).to.deep.equal([
      true,
      true,
      200,
    ]);
  });

  it('refuses a request without a session', async () => {
    const person = await register(url());
    const nobody = Object.assign(person.at(url()), { cookie: '' });
    expect((await change(nobody)).status).to.equal(401);
  });

  it('leaves no session of the old password when logins are under way', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await register(url());
      const logins = Array.from({ length: 6 }, () => logIn(url(), person).catch(() => null));
      expectStatus(await change(person), 204);
      const sessions = (await Promise.all(logins)).filter((session) => session !== null);
      expect(await Promise.all(sessions.map(isIn))).not.to.include(true);
      expect(await isIn(person)).to.equal(true);
    }
  });
});
