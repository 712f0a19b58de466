/** What stands before every route: whose page asks, who is signed in, and to whom and to which address it is charged. */

import { expect } from 'chai';
import { deadlines } from '../../src/policy/deadlines.ts';
import { rateLimits } from '../../src/policy/rate-limits.ts';
import { useEngine } from '../engine/engine-bench.ts';
import { cookieOf, type DoorOptions, openDoor, type SmallDoor } from './small-door.ts';

describe('the guard of a route', () => {
  const bench = useEngine();
  let door: SmallDoor;
  let cookie: string;
  // Anew for each test: what is set up once is part of what is tested.
  async function open(options: DoorOptions = {}): Promise<void> {
    door = await openDoor(bench(), options);
    cookie = cookieOf(await door.ask('POST', '/in'));
    door.charges.length = 0;
  }
  beforeEach(() => open());
  afterEach(() => door?.app.close());
  const refusal = async (...asked: Parameters<SmallDoor['ask']>) => (await door.ask(...asked)).json().error;
  const logInFirst = { code: 'unauthorized', message: 'Log in first.' };

  it('knows who asks, and asks who is not signed in to log in', async () => {
    const { id, username } = door.proof.user;
    const me = (await door.ask('GET', '/me', { cookie })).json();
    expect(me).to.have.all.keys('id', 'username', 'sessionId');
    expect(me).to.include({ id, username });
    expect(await refusal('GET', '/me')).to.deep.equal(logInFirst);
    expect(await refusal('GET', '/me', { cookie: `${cookie}x` })).to.deep.equal(logInFirst);
  });

  it('asks nobody on a route for anybody, where nobody is signed in then', async () => {
    for (const headers of [{}, { cookie }]) {
      const answer = await door.ask('GET', '/anybody', headers);
      expect(answer.statusCode).to.equal(200);
      expect(answer.json()).to.have.property('signedIn', null);
    }
  });

  it('takes nobody for somebody where a route for anybody needs an account after all', async () => {
    for (const url of ['/own', '/counted']) {
      expect(await refusal('GET', url, { cookie }), url).to.deep.equal(logInFirst);
    }
  });

  it('lets other websites lead to a page, and change nothing', async () => {
    for (const strange of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      for (const method of ['GET', 'HEAD'] as const) {
        expect((await door.ask(method, '/me', { cookie, ...strange })).statusCode, method).to.equal(200);
      }
      expect(await refusal('POST', '/out', { cookie, ...strange })).to.deep.equal({
        code: 'forbidden',
        message: 'Another website may not do this.',
      });
    }
    expect(
      (await door.ask('POST', '/out', { cookie, origin: 'http://localhost', host: 'localhost' })).statusCode,
    ).to.equal(200);
  });

  it('charges each request to its address, and then what is asked to the account or, without one, to the address', async () => {
    const { id } = door.proof.user;
    await door.ask('GET', '/me', { cookie });
    await door.ask('GET', '/me', { cookie, 'x-forwarded-for': '2001:db8::7' });
    await door.ask('GET', '/anybody', { cookie, 'x-forwarded-for': '::ffff:203.0.113.9' });
    expect(door.charges).to.deep.equal([
      ['anybody', '127.0.0.1'],
      ['read', id, '127.0.0.1'],
      ['anybody', '2001:db8:0:0::/64'],
      ['read', id, '2001:db8:0:0::/64'],
      ['anybody', '203.0.113.9'],
      ['login', '203.0.113.9'],
    ]);
  });

  it('charges who is refused for what he asked of anybody, and nobody else for it', async () => {
    await door.ask('GET', '/me');
    await door.ask('POST', '/out', { cookie, origin: 'https://evil.example' });
    expect(door.charges).to.deep.equal([
      ['anybody', '127.0.0.1'],
      ['anybody', '127.0.0.1'],
    ]);
  });

  it('reads no body and looks for no session of a foreign website, or of an address that has asked too often', async () => {
    let lookUps = 0;
    const { find } = bench().stores.sessions;
    const counted: typeof find = (...asked) => {
      lookUps += 1;
      return find(...asked);
    };
    await door.app.close();
    await open({ store: { find: counted } });
    lookUps = 0;
    const broken = async (headers = {}) => {
      const answer = await door.app.inject({
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
    for (let count = 2; count < rateLimits.login.points; count += 1) await door.ask('GET', '/anybody');
    expect(await broken()).to.equal('rate_limited');
    expect(lookUps).to.equal(1);
  });

  it('knows the origin of our page: its own word, the first that is listed, or the host that was asked', async () => {
    const origin = async (headers = {}) => (await door.ask('GET', '/anybody', headers)).json().origin;
    const host = 'chat.example.org:8443';
    expect(await origin({ host })).to.equal(`http://${host}`);
    expect(await origin({ host, 'x-forwarded-proto': 'https' })).to.equal(`https://${host}`);
    await door.app.close();
    await open({ allowedOrigins: ['https://first.example', 'https://second.example'] });
    expect(await origin({ host })).to.equal('https://first.example');
    expect(await origin({ host, origin: 'https://second.example' })).to.equal('https://second.example');
  });

  it('answers in time, though the look-up of the account hangs', async () => {
    const { route } = deadlines;
    await door.app.close();
    await open({ people: { account: () => new Promise(() => {}) } });
    deadlines.route = 100;
    try {
      expect(await refusal('GET', '/me', { cookie })).to.include({ code: 'unavailable' });
    } finally {
      deadlines.route = route;
    }
  });
});
