/** Tests the session cookie over HTTP: its attributes, its change at every login, and forged cookies. */
import { expect } from 'chai';
import { tryHandshake } from '../realtime/sockets.ts';
import { expectStatus, logIn, register, type TestUser } from '../support/client.ts';
import { postJson, rawRequest, useNode } from './in-process-node.ts';

const attributesOf = (line = '') =>
  line
    .split(/; ?/)
    .slice(1)
    .map((part) => part.split('=')[0]?.toLowerCase());

describe('the session cookie', () => {
  const url = useNode();
  const me = async (cookie: string, from = url()) =>
    (await rawRequest(from, '/api/me', { headers: { cookie } })).status;

  async function signIn(person: TestUser, headers = {}) {
    const { username, password } = person;
    const { status, headers: answer } = await postJson(person.url, '/api/login', { username, password }, headers);
    expect(status).to.equal(200);
    return (answer['set-cookie'] ?? []).filter((line) => !line.startsWith('device='));
  }

  it('is one cookie, HttpOnly, SameSite=Lax, Path=/, without Secure over HTTP', async () => {
    const lines = await signIn(await register(url()));
    expect(lines).to.have.length(1);
    expect(lines[0])
      .to.match(/; Path=\/(;|$)/i)
      .and.match(/; SameSite=Lax(;|$)/i);
    expect(attributesOf(lines[0])).to.include('httponly').and.not.include.members(['secure']).and.not.include('domain');
    expect(attributesOf(lines[0])).to.not.include('secure');
  });

  it('is not set without a login, and not again by every request', async () => {
    const person = await register(url());
    for (const path of ['/api/me', '/api/users', '/healthz', '/api/nothing']) {
      expect((await rawRequest(url(), path)).headers['set-cookie'], path).to.equal(undefined);
      const signed = await rawRequest(url(), path, { headers: { cookie: person.cookie } });
      expect(signed.headers['set-cookie'], `${path}, signed in`).to.equal(undefined);
    }
  });

  it('changes at every login, and the earlier one ends', async () => {
    const person = await register(url());
    const seen = [person.cookie];
    for (let login = 0; login < 3; login += 1) {
      expectStatus(await person.logIn(), 200);
      seen.push(person.cookie);
    }
    expect(new Set(seen).size).to.equal(4);
    expect(await Promise.all(seen.map((cookie) => me(cookie)))).to.deep.equal([401, 401, 401, 200]);
  });

  it('is one line, also at a login with another cookie or a change of the password', async () => {
    const person = await register(url());
    const lines = await signIn(person, { cookie: person.cookie });
    expect(lines).to.have.length(1);
    const [cookie = ''] = lines[0]?.split(';') ?? [];
    expect(await me(cookie)).to.equal(200);
    const change = { current: person.password, next: 'a horse of another colour' };
    const { status, headers } = await postJson(url(), '/api/me/password', change, { cookie });
    expect(status).to.equal(204);
    expect(headers['set-cookie']).to.have.length(1);
    expect(await me(headers['set-cookie']?.[0]?.split(';')[0] ?? '')).to.equal(200);
  });

  it('never has a value from before the login', async () => {
    const [victim, attacker] = await Promise.all([register(url()), register(url())]);
    const [line] = await signIn(victim, { cookie: attacker.cookie });
    expect(line?.split(';')[0]).to.not.equal(attacker.cookie);
    const [fixed] = await signIn(victim, { cookie: 'sessionId=chosen' });
    expect(fixed).to.not.contain('chosen');
    expect(await me('sessionId=chosen')).to.equal(401);
  });

  it('leaves other sessions of the user unchanged', async () => {
    const first = await register(url());
    const second = await logIn(url(), first);
    expect(first.cookie).to.not.equal(second.cookie);
    expect([await me(first.cookie), await me(second.cookie)]).to.deep.equal([200, 200]);
  });

  it('signs no one in when it is altered, cut, unsigned, doubled or random, and breaks nothing', async () => {
    const { cookie } = await register(url());
    const [name = '', value = ''] = cookie.split('=');
    const [secret = ''] = decodeURIComponent(value).split('.');
    const swapped = value.startsWith('A') ? `B${value.slice(1)}` : `A${value.slice(1)}`;
    const garbage = [
      `${name}=`,
      name,
      `${name}=${secret}`,
      `${name}=${secret}.`,
      `${name}=.${value}`,
      `${name}=${value.slice(0, -1)}`,
      `${name}=${value}x`,
      `${name}=${swapped}`,
      `${name}=%00`,
      `${name}=%zz`,
      `${name}=__proto__`,
      `${name}=${'x'.repeat(8_000)}`,
      `${name}[]=${value}`,
      `__Host-${name}=${value}`,
      `${name.toUpperCase()}=${value}`,
      '=;;=,;',
      Array.from({ length: 100 }, (_, index) => `c${index}=v`).join('; '),
    ];
    for (const wrong of garbage) expect(await me(wrong), wrong.slice(0, 60)).to.equal(401);
    expect(await me(`theme=dark; ${cookie}; a=b`)).to.equal(200);
  });

  it('is invalid on a node with another secret', async () => {
    const person = await register(url());
    expect(await me(person.cookie, other())).to.equal(401);
  });
  const other = useNode();
});

describe('the session cookie behind a proxy that speaks HTTPS', () => {
  const url = useNode({ trustedProxies: ['127.0.0.1'] });

  it('is Secure when the trusted proxy names HTTPS, and is cleared the same way', async () => {
    const { username, password, cookie } = await register(url());
    const https = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };
    const { headers } = await postJson(url(), '/api/login', { username, password }, https);
    expect(attributesOf(headers['set-cookie']?.[0])).to.include('secure');
    const [line = ''] = headers['set-cookie'] ?? [];
    expect(line).to.match(/^__Host-sessionId=.*; Path=\//);
    expect(attributesOf(line)).to.not.include('domain');
    expect(cookie).to.match(/^sessionId=/);
    const signedIn = { ...https, cookie: line.split(';')[0] };
    expect((await rawRequest(url(), '/api/me', { headers: signedIn })).status).to.equal(200);
    const out = await rawRequest(url(), '/api/logout', { method: 'POST', headers: signedIn });
    expect(out.status).to.equal(204);
    expect(out.headers['set-cookie']?.[0]).to.match(/^__Host-sessionId=;/);
    expect(attributesOf(out.headers['set-cookie']?.[0])).to.include('secure');
  });

  it('is accepted under its own name only, since a neighbouring host can set a plain one', async () => {
    const { username, password, cookie } = await register(url());
    const https = { 'x-forwarded-proto': 'https' };
    const { headers } = await postJson(url(), '/api/login', { username, password }, https);
    const host = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const statusOf = async (cookies: string, more = https) =>
      (await rawRequest(url(), '/api/me', { headers: { ...more, cookie: cookies } })).status;
    expect([
      await statusOf(cookie),
      await statusOf(`${cookie}; ${host}`),
      await statusOf(`${host}; ${cookie}`),
    ]).to.deep.equal([401, 200, 200]);
    expect(await statusOf(host, {} as never), 'over HTTP').to.equal(401);
    const socket = (cookies: string) => tryHandshake(url(), { cookie: cookies, headers: https });
    expect(await socket(host)).to.equal('welcome');
    expect(await socket(cookie)).to.include({ code: 'unauthorized' });
  });
});

describe('the session cookie of a client that claims HTTPS', () => {
  const url = useNode();

  it('is not Secure, since the header is not trusted', async () => {
    const { username, password } = await register(url());
    const claim = { 'x-forwarded-proto': 'https' };
    const { headers, status } = await postJson(url(), '/api/login', { username, password }, claim);
    expect(status).to.equal(200);
    expect(attributesOf(headers['set-cookie']?.[0])).to.include('httponly').and.not.include('secure');
  });
});
