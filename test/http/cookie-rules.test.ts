/** Tests the session cookie in process: its attributes, failed logins, and the log lines of logins and logouts. */

import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { SessionStore } from '../../src/engine/ports/session-port.ts';
import { createSessionLookup } from '../../src/http/session-lookup.ts';
import { sessionLife } from '../../src/policy/session-life.ts';
import { useEngine } from '../engine/engine-bench.ts';
import { cookieLines, cookieOf, oldSecret, openSmallServer, type SmallServer } from './small-server.ts';

const https = { 'x-forwarded-proto': 'https' };
const minute = 60_000;

const attributesOf = (line: string) =>
  line
    .toLowerCase()
    .split('; ')
    .slice(1)
    .filter((attribute) => !/^(expires|max-age)=/.test(attribute))
    .sort();

describe('the session cookie without a network', () => {
  const bench = useEngine();
  let server: SmallServer;
  // Created for each test, because the set-up itself is tested.
  beforeEach(async () => {
    server = await openSmallServer(bench());
  });
  afterEach(() => server?.app.close());
  const stored = () =>
    bench().stores.sessions.list(server.proof.user.id, { first: '', idleMs: sessionLife.idleMs, limit: 10 });

  const plain = ['httponly', 'path=/', 'samesite=lax'];
  for (const [over, headers, name, attributes] of [
    ['HTTP', {}, 'sessionId', plain],
    ['HTTPS', https, '__Host-sessionId', [...plain, 'secure']],
  ] as const) {
    it(`has the same attributes when it is set and when it is cleared, over ${over}`, async () => {
      const set = cookieLines(await server.ask('POST', '/in', headers));
      expect(set).to.have.length(1);
      const [line = ''] = set;
      expect(line, '192 bits, signed').to.match(new RegExp(`^${name}=[\\w-]{32}\\.[^;]{43,};`));
      expect(attributesOf(line)).to.deep.equal(attributes);
      const expires = Date.parse(/Expires=([^;]+)/.exec(line)?.[1] ?? '');
      expect(expires, 'lasts as long as the session may').to.be.closeTo(Date.now() + sessionLife.absoluteMs, minute);

      const answer = await server.ask('POST', '/out', { ...headers, cookie: line.split(';')[0] });
      const [back = '', ...more] = cookieLines(answer);
      expect(more).to.deep.equal([]);
      expect(back)
        .to.match(new RegExp(`^${name}=;`))
        .and.contain('Max-Age=0');
      expect(attributesOf(back)).to.deep.equal(attributes);
    });

    it(`is set by no other answer, over ${over}`, async () => {
      const cookie = cookieOf(await server.ask('POST', '/in', headers));
      for (const url of ['/anybody', '/me']) {
        const stranger = await server.ask('GET', url, headers);
        expect(stranger.headers, `${url}, a stranger`).to.not.have.property('set-cookie');
        const signedIn = await server.ask('GET', url, { ...headers, cookie });
        expect(signedIn.statusCode, url).to.equal(200);
        expect(signedIn.headers, `${url}, signed in`).to.not.have.property('set-cookie');
      }
      expect(await stored()).to.have.length(1);
    });

    it(`leaves the names of other cookies unchanged, over ${over}`, async () => {
      const lines = cookieLines(await server.ask('GET', '/theme', headers));
      expect(lines.map((line) => line.split('=')[0])).to.deep.equal(['theme']);
    });
  }

  it('is not set when the session was not stored, although a second attempt would succeed', async () => {
    await server.app.close();
    const { create } = bench().stores.sessions;
    let faults = 1;
    const store = {
      create: (...session: Parameters<typeof create>) =>
        faults-- > 0 ? Promise.reject(new Error('The disk is full.')) : create(...session),
    };
    server = await openSmallServer(bench(), { store });
    const answer = await server.ask('POST', '/in');
    expect([answer.statusCode, answer.json().error.code]).to.deep.equal([500, 'internal']);
    expect(cookieLines(answer)).to.deep.equal([]);
    expect([await stored(), server.audited('login').map(({ outcome }) => outcome)]).to.deep.equal([[], ['internal']]);
    expect((await server.ask('POST', '/in')).statusCode).to.equal(200);
  });

  it('is created without a query for an earlier session', async () => {
    await server.app.close();
    const { find } = bench().stores.sessions;
    const looked: (readonly string[])[] = [];
    const store: Partial<SessionStore> = {
      find(secrets, life) {
        looked.push(secrets);
        return find(secrets, life);
      },
    };
    server = await openSmallServer(bench(), { store });
    const cookie = cookieOf(await server.ask('POST', '/in'));
    expect(looked).to.deep.equal([]);
    const next = cookieOf(await server.ask('POST', '/in', { cookie }));
    expect(next, 'an id known before is worth nothing').to.not.equal(cookie);
    expect(await stored()).to.have.length(1);
  });

  it('is not set when the credentials changed after they were proved', async () => {
    await bench().stores.credentials.resetPassword(server.proof.user.id, 'another hash', minute);
    const answer = await server.ask('POST', '/in');
    expect([answer.statusCode, answer.json().error.code]).to.deep.equal([401, 'invalid_credentials']);
    expect(cookieLines(answer)).to.deep.equal([]);
    expect([await stored(), server.audited('login').map(({ outcome }) => outcome)]).to.deep.equal([
      [],
      ['invalid_credentials'],
    ]);
  });

  it('ends with the next login of its browser, and gets another secret when it is renewed', async () => {
    const first = cookieOf(await server.ask('POST', '/in'));
    const second = cookieOf(await server.ask('POST', '/in', { cookie: first }));
    const me = async (cookie: string) => (await server.ask('GET', '/me', { cookie })).json();
    const { sessionId } = await me(second);
    const third = cookieOf(await server.ask('POST', '/renew', { cookie: second }));
    const rows = (await stored()).map(({ id }) => id);
    expect(rows).to.have.length(1).and.not.include(sessionId);
    expect([(await me(first)).error?.code, (await me(second)).error?.code]).to.deep.equal([
      'unauthorized',
      'unauthorized',
    ]);
    expect(await me(third)).to.include({ sessionId: rows[0] });
  });

  it('is accepted under every secret and signed with the first, for requests and for sockets', async () => {
    const cookie = cookieOf(await server.ask('POST', '/in'));
    const { store } = server;
    const newSecret = oldSecret.toUpperCase();
    for (const [secrets, status] of [
      [[newSecret, oldSecret], 200],
      [[newSecret], 401],
    ] as const) {
      await server.app.close();
      server = await openSmallServer(bench(), { secrets: [...secrets] });
      expect((await server.ask('GET', '/me', { cookie })).statusCode).to.equal(status);
      const { findSession: find } = createSessionLookup({ store, secrets, isHttps: () => false });
      const found = await find({ headers: { cookie } } as IncomingMessage);
      expect(found !== null, 'a socket').to.equal(status === 200);
      expect(await find({ headers: {} } as IncomingMessage), 'no cookie').to.equal(null);
    }
    const signed = cookieOf(await server.ask('POST', '/in'));
    const { findSession: find } = createSessionLookup({ store, secrets: [newSecret], isHttps: () => false });
    expect(await find({ headers: { cookie: signed } } as IncomingMessage)).to.include({
      userId: server.proof.user.id,
    });
  });

  it('is audited with user, session and address when a user signs in and out', async () => {
    const { id } = server.proof.user;
    const from = { 'x-forwarded-for': '203.0.113.9' };
    const answer = await server.ask('POST', '/in', from);
    const [row] = await stored();
    const line = { outcome: 'ok', actor: id, account: id, session: row?.id, target: undefined, address: '203.0.113.9' };
    expect([server.audited('login'), server.audited('logout')]).to.deep.equal([[{ event: 'login', ...line }], []]);
    await server.ask('POST', '/out', { ...from, cookie: cookieOf(answer) });
    expect(server.audited('logout')).to.deep.equal([{ event: 'logout', ...line }]);
  });

  it('stores the client of the session, also one without a User-Agent', async () => {
    await server.ask('POST', '/in', { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'A browser' });
    await server.ask('POST', '/in', { 'user-agent': undefined });
    const devices = (await stored()).map(({ ip, userAgent }) => ({ ip, userAgent }));
    expect(devices).to.have.deep.members([
      { ip: '203.0.113.9', userAgent: 'A browser' },
      { ip: '127.0.0.1', userAgent: '' },
    ]);
  });
});
