/** Tests registration, login and the own account over HTTP. */
import { expect } from 'chai';
import type { User } from '../../src/protocol/shapes.ts';
import { expectStatus, goodPassword, register, TestUser, uniqueName } from '../support/client.ts';
import { postJson, useNode } from './in-process-node.ts';

type Signed = { user: User };

describe('the account routes', () => {
  const url = useNode();
  const post = (path: string, body: unknown) => postJson(url(), path, body);

  it('answers a registration with 201 and the user, and signs in', async () => {
    const username = uniqueName();
    const person = new TestUser(url(), { username, password: goodPassword });
    const body = { username: username.toUpperCase(), password: goodPassword, displayName: ' Zoë 😀 ' };
    const answer = await person.fetch<Signed>('/api/register', { method: 'POST', body });
    const user = { username, displayName: 'Zoë 😀', online: false, lastSeenAt: null };
    expect(expectStatus(answer, 201)).to.deep.equal({ user });
    expect(expectStatus(await person.fetch('/api/me'), 200)).to.deep.equal({ user });
  });

  it('uses the username as display name when none is given', async () => {
    const person = await register(url());
    const { user } = expectStatus(await person.fetch<Signed>('/api/me'), 200);
    expect(user.displayName).to.equal(person.username);
  });

  it('refuses invalid registrations with their own codes, and signs no one in', async () => {
    const taken = await register(url());
    const username = uniqueName();
    const cases: [number, string, unknown][] = [
      [400, 'invalid_username', { username: 'a', password: goodPassword }],
      [400, 'invalid_username', { username: 'anna karenina', password: goodPassword }],
      [400, 'weak_password', { username, password: 'short' }],
      [400, 'weak_password', { username, password: 'password' }],
      [400, 'weak_password', { username, password: 'x'.repeat(257) }],
      [409, 'username_taken', { username: taken.username.toUpperCase(), password: goodPassword }],
      [400, 'invalid_input', { username, password: goodPassword, displayName: ' ' }],
      [400, 'invalid_input', { username, password: goodPassword, displayName: 'x'.repeat(65) }],
      [400, 'invalid_input', { username, password: goodPassword, displayName: 'line\nbreak' }],
      [400, 'invalid_input', { username, password: 123456789 }],
      [400, 'invalid_input', { username: [username], password: goodPassword }],
      [400, 'invalid_input', { password: goodPassword }],
      [400, 'invalid_input', []],
      [400, 'invalid_input', null],
    ];
    for (const [status, code, body] of cases) {
      const answer = await post('/api/register', body);
      expect([answer.status, answer.error?.code], JSON.stringify(body)).to.deep.equal([status, code]);
      expect(answer.headers['set-cookie']).to.equal(undefined);
    }
    expect((await post('/api/login', { username, password: goodPassword })).status).to.equal(401);
  });

  it('names the invalid fields', async () => {
    const { error } = await post('/api/register', { password: 5 });
    expect(error?.fields).to.have.all.keys('username', 'password');
    expect((await post('/api/register', 'null')).error?.fields).to.not.equal(undefined);
  });

  it('creates one account for two simultaneous registrations of one username', async () => {
    const username = uniqueName();
    const body = { username, password: goodPassword };
    const answers = await Promise.all([1, 2, 3, 4].map(() => post('/api/register', body)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409, 409]);
  });

  it('answers a login with 200 and the user, whatever the case of the username', async () => {
    const { username } = await register(url());
    const person = new TestUser(url(), { username: username.toUpperCase(), password: goodPassword });
    const { user } = expectStatus(await person.logIn(), 200);
    expect(user.username).to.equal(username);
    expect(expectStatus(await person.fetch<Signed>('/api/me'), 200).user.username).to.equal(username);
  });

  it('answers an unknown username and a wrong password alike', async () => {
    const { username } = await register(url());
    const attempts = [
      { username, password: 'a wrong password' },
      { username: 'nobody-of-that-name', password: goodPassword },
      { username, password: '' },
      { username: '', password: '' },
      { username: `${username} `, password: goodPassword },
      { username: '__proto__', password: goodPassword },
      { username: "' OR 1=1 --", password: goodPassword },
    ];
    const answers = await Promise.all(attempts.map((body) => post('/api/login', body)));
    for (const { status, error, headers } of answers) {
      expect(status).to.equal(401);
      expect(error).to.deep.equal(answers[0]?.error);
      expect(error?.code).to.equal('invalid_credentials');
      expect(headers['set-cookie']).to.equal(undefined);
    }
    const names = (answer?: (typeof answers)[number]) => Object.keys(answer?.headers ?? {}).sort();
    expect(names(answers[1])).to.deep.equal(names(answers[0]));
  });

  it('answers the own account with its new display name, and refuses an invalid name', async () => {
    const person = await register(url(), { displayName: 'Before' });
    const rename = (displayName: unknown) =>
      person.fetch<Signed>('/api/me', { method: 'PATCH', body: { displayName } });
    expect(expectStatus(await rename('  After 😀 '), 200).user).to.include({ displayName: 'After 😀' });
    for (const wrong of ['', ' ', 'x'.repeat(65), 'a\u0000b', 5, null, ['x'], undefined]) {
      expect((await rename(wrong)).status, JSON.stringify(wrong)).to.equal(400);
    }
    expect(expectStatus(await person.fetch<Signed>('/api/me'), 200).user.displayName).to.equal('After 😀');
  });

  it('answers only the public fields of a user', async () => {
    const person = await register(url());
    const { user } = expectStatus(await person.fetch<Signed>('/api/me'), 200);
    expect(user).to.have.all.keys('username', 'displayName', 'online', 'lastSeenAt');
  });
});
