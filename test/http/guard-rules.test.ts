/** Tests the guards of every route: origin, session and rate limits. */

import { expect } from 'chai';
import { deadlines } from '../../src/policy/deadlines.ts';
import { rateLimits } from '../../src/policy/rate-limits.ts';
import { useEngine } from '../engine/engine-bench.ts';
import { cookieOf, openSmallServer, type SmallServer, type SmallServerOptions } from './small-server.ts';

describe('the guard of a route', () => {
  const bench = useEngine();
  let server: SmallServer;
  let cookie: string;
  // Created for each test, because the set-up itself is tested.
  async function open(options: SmallServerOptions = {}): Promise<void> {
    server = await openSmallServer(bench(), options);
    cookie = cookieOf(await server.ask('POST', '/in'));
    server.charges.length = 0;
  }
  beforeEach(() => open());
  afterEach(() => server?.app.close());
  const refusal = async (...asked: Parameters<SmallServer['ask']>) => (await server.ask(...asked)).json().error;
  const logInFirst = { code: 'unauthorized', message: 'Log in first.' };

  it('knows the caller, and asks a request without a session to log in', async () => {
    const { id, username } = server.proof.user;
    const me = (await server.ask('GET', '/me', { cookie })).json();
    expect(me).to.have.all.keys('id', 'username', 'sessionId');
    expect(me).to.include({ id, username });
    expect(await refusal('GET', '/me')).to.deep.equal(logInFirst);
    expect(await refusal('GET', '/me', { cookie: `${cookie}x` })).to.deep.equal(logInFirst);
  });

  it('needs no session on an open route, where the caller is null', async () => {
    for (const headers of [{}, { cookie }]) {
      const answer = await server.ask('GET', '/anybody', headers);
      expect(answer.statusCode).to.equal(200);
      expect(answer.json()).to.have.property('signedIn', null);
    }
  });

  it('refuses an open route that needs an account without one', async () => {
    for (const url of ['/own', '/counted']) {
      expect(await refusal('GET', url, { cookie }), url).to.deep.equal(logInFirst);
    }
  });

  it('lets other websites link to a page, but change nothing', async () => {
    for (const strange of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      for (const method of ['GET', 'HEAD'] as const) {
        expect((await server.ask(method, '/me', { cookie, ...strange })).statusCode, method).to.equal(200);
      }
      expect(await refusal('POST', '/out', { cookie, ...strange })).to.deep.equal({
        code: 'forbidden',
        message: 'Another website may not do this.',
      });
    }
    expect(
      (await server.ask('POST', '/out', { cookie, origin: 'http://localhost', host: 'localhost' })).statusCode,
    ).to.equal(200);
  });

  it('charges a request to its session or else to its address, then to the account or else to the address', async () => {
    const { id } = server.proof.user;
    await server.ask('GET', '/me', { cookie });
    await server.ask('GET', '/me', { cookie, 'x-forwarded-for': '2001:db8::7' });
    await server.ask('GET', '/anybody', { cookie: `${cookie}x`, 'x-forwarded-for': '::ffff:203.0.113.9' });
    const session = server.charges[0]?.[1] ?? '';
    expect(session).to.match(/^[\w-]{43}$/);
    expect(server.charges).to.deep.equal([
      ['session', session],
      ['read', id, '127.0.0.1'],
      ['session', session],
      ['read', id, '2001:db8:0:0::/64'],
      ['anybody', '203.0.113.9'],
      ['login', '203.0.113.9'],
    ]);
  });

  it('charges a request of a foreign website to a limit of its own', async () => {
    await server.ask('GET', '/me');
    await server.ask('POST', '/out', { cookie, origin: 'https://evil.example' });
    expect(server.charges).to.deep.equal([
      ['anybody', '127.0.0.1'],
      ['foreign', '127.0.0.1'],
    ]);
  });

  it('reads no body and no session of a foreign website or of a rate-limited address', async () => {
    let lookUps = 0;
    const { find } = bench().stores.sessions;
    const counted: typeof find = (...asked) => {
      lookUps += 1;
      return find(...asked);
    };
    await server.app.close();
    await open({ store: { find: counted } });
    lookUps = 0;
    const broken = async (headers = {}) => {
      const answer = await server.app.inject({
        method: 'POST',
        url: '/in',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        payload: '{',
      });
      return answer.json().error.code;
    };
    expect(await broken()).to.equal('invalid_input');
    expect(lookUps).to.equal(1);
    expect(await broken({ origin: 'https://evil.example' })).to.equal('forbidden');
    for (let count = 2; count < rateLimits.login.points; count += 1) await server.ask('GET', '/anybody');
    expect(await broken()).to.equal('rate_limited');
    expect(lookUps).to.equal(1);
  });

  it('knows the origin of the page: its Origin header, the first allowed one, or the requested host', async () => {
    const origin = async (headers = {}) => (await server.ask('GET', '/anybody', headers)).json().origin;
    const host = 'chat.example.org:8443';
    expect(await origin({ host })).to.equal(`http://${host}`);
    expect(await origin({ host, 'x-forwarded-proto': 'https' })).to.equal(`https://${host}`);
    await server.app.close();
    await open({ allowedOrigins: ['https://first.example', 'https://second.example'] });
    expect(await origin({ host })).to.equal('https://first.example');
    expect(await origin({ host, origin: 'https://second.example' })).to.equal('https://second.example');
  });

  it('answers in time when the rate limiter hangs', async () => {
    const { route } = deadlines;
    await server.app.close();
    await open({ charge: (limit) => (limit === 'read' ? new Promise(() => {}) : Promise.resolve()) });
    deadlines.route = 100;
    try {
      expect(await refusal('GET', '/me', { cookie })).to.include({ code: 'unavailable' });
    } finally {
      deadlines.route = route;
    }
  });
});
