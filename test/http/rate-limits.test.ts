/** Tests rate limits over HTTP: they count the real address, and name the time to wait. */

import { expect } from 'chai';
import { backoffs } from '../../src/policy/backoffs.ts';
import { rateLimits } from '../../src/policy/rate-limits.ts';
import { expectStatus, goodPassword, TestUser, uniqueName } from '../support/client.ts';
import { postJson, type RawAnswer, useNode } from './in-process-node.ts';

function expectLimited({ status, error, headers }: RawAnswer, seconds: number): void {
  expect([status, error?.code]).to.deep.equal([429, 'rate_limited']);
  expect(error?.retryAfterMs).to.be.within(1, seconds * 1_000);
  expect(Number(headers['retry-after'])).to.equal(Math.ceil((error?.retryAfterMs ?? 0) / 1_000));
}

describe('the rate limits', () => {
  const url = useNode({ rateLimits: true });
  const behindProxy = useNode({ rateLimits: true, trustedProxies: ['127.0.0.1'] });
  const login = (at: string, headers = {}, username = uniqueName()) =>
    postJson(at, '/api/login', { username, password: 'x' }, headers);

  it('stops password guesses on many accounts, whatever address the client claims', async () => {
    const { points, seconds } = rateLimits.login;
    for (let attempt = 0; attempt < points; attempt += 1) {
      const { status } = await login(url(), { 'x-forwarded-for': `203.0.113.${attempt}` });
      expect(status, `attempt ${attempt}`).to.equal(401);
    }
    expectLimited(await login(url(), { 'x-forwarded-for': '198.51.100.1' }), seconds);
  });

  it('stops password guesses on one account from an IPv6 network before hashing, but not its owner elsewhere', async () => {
    const { username, password } = new TestUser(behindProxy(), { username: uniqueName(), password: goodPassword });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const right = (address: string, name = username) =>
      postJson(behindProxy(), '/api/login', { username: name, password }, from(address));
    await postJson(behindProxy(), '/api/register', { username, password }, from('198.51.100.20'));
    for (const name of [username, uniqueName('nobody')]) {
      for (let host = 1; host <= backoffs.fromOneAddress.points; host += 1) {
        expect((await login(behindProxy(), from(`2001:db8::${host}`), name)).status).to.equal(401);
      }
      expectLimited(await right('2001:db8::ffff', name), backoffs.fromOneAddress.firstSeconds);
      expectLimited(await right('2001:db8::ffff', name.toUpperCase()), backoffs.fromOneAddress.firstSeconds);
    }
    expect((await right('2001:db8:0:1::1')).status).to.equal(200);
    expect((await right('198.51.100.20')).status).to.equal(200);
  });

  it('refuses registrations beyond the limit, but not requests of existing accounts', async () => {
    const { points, seconds } = rateLimits.register;
    const person = new TestUser(url(), { username: uniqueName(), password: goodPassword });
    const { username, password } = person;
    expectStatus(await person.fetch('/api/register', { method: 'POST', body: { username, password } }), 201);
    const attempt = () => postJson(url(), '/api/register', { username, password });
    for (let count = 1; count < points; count += 1) expect((await attempt()).status).to.equal(409);
    expectLimited(await attempt(), seconds);
    expectStatus(await person.fetch('/api/me'), 200);
  });

  it('charges nobody else for requests of a foreign website', async () => {
    const headers = { origin: 'https://evil.example', 'x-forwarded-for': '203.0.113.77' };
    const { points } = rateLimits.login;
    const statuses = new Set<number>();
    for (let attempt = 0; attempt <= points; attempt += 1) {
      statuses.add((await login(behindProxy(), headers)).status);
    }
    expect([...statuses]).to.deep.equal([403, 429]);
    expect((await login(behindProxy(), { 'x-forwarded-for': '203.0.113.77' })).status).to.equal(401);
  });

  it('counts each client behind a trusted proxy separately', async () => {
    const from = (address: string) => login(behindProxy(), { 'x-forwarded-for': address });
    const { points, seconds } = rateLimits.login;
    for (let attempt = 0; attempt < points; attempt += 1) await from('203.0.113.5');
    expectLimited(await from('203.0.113.5'), seconds);
    expectLimited(await from('198.51.100.9, 203.0.113.5'), seconds);
    expect((await from('203.0.113.6')).status).to.equal(401);
  });

  it('stops a user that sends too many messages, and no other', async () => {
    const people = [1, 2].map(() => new TestUser(behindProxy(), { username: uniqueName(), password: goodPassword }));
    for (const person of people) {
      const { username, password } = person;
      expectStatus(await person.fetch('/api/register', { method: 'POST', body: { username, password } }), 201);
    }
    const [loud, quiet] = people as [TestUser, TestUser];
    const { points, seconds } = rateLimits.send;
    const path = (peer: TestUser) => `/api/conversations/${peer.username}/messages`;
    const send = (from: TestUser, to: TestUser) =>
      postJson(behindProxy(), path(to), { clientId: crypto.randomUUID(), body: 'x' }, { cookie: from.cookie });
    const answers = await Promise.all(Array.from({ length: points + 5 }, () => send(loud, quiet)));
    expect(answers.filter(({ status }) => status === 201)).to.have.length(points);
    for (const answer of answers.filter(({ status }) => status !== 201)) expectLimited(answer, seconds);
    expect((await send(quiet, loud)).status).to.equal(201);
  });
});
