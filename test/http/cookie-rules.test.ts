/** What a browser is told of the session cookie, when it is told nothing, and what the log says of who signs in and out. */

import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { sessionLife } from '../../src/policy/session-life.ts';
import type { SessionStore } from '../../src/engine/ports/session-port.ts';
import { createSessionLookup } from '../../src/http/session-lookup.ts';
import { useEngine } from '../engine/engine-bench.ts';
import { cookieLines, cookieOf, oldSecret, openDoor, type SmallDoor } from './small-door.ts';

const https = { 'x-forwarded-proto': 'https' };
const minute = 60_000;

const attributesOf = (line: string) =>
  line
    .toLowerCase()
    .split('; ')
    .slice(1)
    .filter((attribute) => !/^(expires|max-age)=/.test(attribute))
    .sort();

describe('a session cookie', () => {
  const bench = useEngine();
  let door: SmallDoor;
  // Anew for each test: what is set up once is part of what is tested.
  beforeEach(async () => {
    door = await openDoor(bench());
  });
  afterEach(() => door?.app.close());
  const stored = () =>
    bench().stores.sessions.list(door.proof.user.id, { first: '', idleMs: sessionLife.idleMs, limit: 10 });

  const plain = ['httponly', 'path=/', 'samesite=lax'];
  for (const [over, headers, name, attributes] of [
    ['HTTP', {}, 'sessionId', plain],
    ['HTTPS', https, '__Host-sessionId', [...plain, 'secure']],
  ] as const) {
    it(`has the same attributes when it is set and when it is taken back, over ${over}`, async () => {
      const set = cookieLines(await door.ask('POST', '/in', headers));
      expect(set).to.have.length(1);
      const [line = ''] = set;
      expect(line, '192 bits, signed').to.match(new RegExp(`^${name}=[\\w-]{32}\\.[^;]{43,};`));
      expect(attributesOf(line)).to.deep.equal(attributes);
      const expires = Date.parse(/Expires=([^;]+)/.exec(line)?.[1] ?? '');
      expect(expires, 'lasts as long as the session may').to.be.closeTo(Date.now() + sessionLife.absoluteMs, minute);

      const answer = await door.ask('POST', '/out', { ...headers, cookie: line.split(';')[0] });
      const [back = '', ...more] = cookieLines(answer);
      expect(more).to.deep.equal([]);
      expect(back)
        .to.match(new RegExp(`^${name}=;`))
        .and.contain('Max-Age=0');
      expect(attributesOf(back)).to.deep.equal(attributes);
      expect(answer.headers['clear-site-data']).to.equal('"storage"');
    });

    it(`is set by no other answer, over ${over}`, async () => {
      const cookie = cookieOf(await door.ask('POST', '/in', headers));
      for (const url of ['/anybody', '/me']) {
        const stranger = await door.ask('GET', url, headers);
        expect(stranger.headers, `${url}, a stranger`).to.not.have.property('set-cookie');
        const signedIn = await door.ask('GET', url, { ...headers, cookie });
        expect(signedIn.statusCode, url).to.equal(200);
        expect(signedIn.headers, `${url}, signed in`).to.not.have.property('set-cookie');
      }
      expect(await stored()).to.have.length(1);
    });

    it(`leaves other cookies their names, over ${over}`, async () => {
      const lines = cookieLines(await door.ask('GET', '/theme', headers));
      expect(lines.map((line) => line.split('=')[0])).to.deep.equal(['theme']);
    });
  }

  it('is not set where the session could not be stored, though it could be a moment later', async () => {
    await door.app.close();
    const { create } = bench().stores.sessions;
    let faults = 1;
    const store = {
      create: (...session: Parameters<typeof create>) =>
        faults-- > 0 ? Promise.reject(new Error('The disk is full.')) : create(...session),
    };
    door = await openDoor(bench(), { store });
    const answer = await door.ask('POST', '/in');
    expect([answer.statusCode, answer.json().error.code]).to.deep.equal([500, 'internal']);
    expect(cookieLines(answer)).to.deep.equal([]);
    expect([await stored(), door.told('signed in')]).to.deep.equal([[], []]);
    expect((await door.ask('POST', '/in')).statusCode).to.equal(200);
  });

  it('is made without looking for one that was never there', async () => {
    await door.app.close();
    const { find } = bench().stores.sessions;
    const looked: (readonly string[])[] = [];
    const store: Partial<SessionStore> = {
      find(secrets, life) {
        looked.push(secrets);
        return find(secrets, life);
      },
    };
    door = await openDoor(bench(), { store });
    const cookie = cookieOf(await door.ask('POST', '/in'));
    expect(looked).to.deep.equal([]);
    const next = cookieOf(await door.ask('POST', '/in', { cookie }));
    expect(next, 'an id known before is worth nothing').to.not.equal(cookie);
    expect(await stored()).to.have.length(1);
  });

  it('is not set where the credentials changed after they were proved', async () => {
    await bench().stores.credentials.resetPassword(door.proof.user.id, 'another hash', minute);
    const answer = await door.ask('POST', '/in');
    expect([answer.statusCode, answer.json().error.code]).to.deep.equal([401, 'invalid_credentials']);
    expect(cookieLines(answer)).to.deep.equal([]);
    expect([await stored(), door.told('signed in')]).to.deep.equal([[], []]);
  });

  it('ends with the next log-in of its browser, and goes on under another secret when it is renewed', async () => {
    const first = cookieOf(await door.ask('POST', '/in'));
    const second = cookieOf(await door.ask('POST', '/in', { cookie: first }));
    const me = async (cookie: string) => (await door.ask('GET', '/me', { cookie })).json();
    const { sessionId } = await me(second);
    const third = cookieOf(await door.ask('POST', '/renew', { cookie: second }));
    expect((await stored()).map(({ id }) => id)).to.deep.equal([sessionId]);
    expect([(await me(first)).error?.code, (await me(second)).error?.code]).to.deep.equal([
      'unauthorized',
      'unauthorized',
    ]);
    expect(await me(third)).to.include({ sessionId });
  });

  it('is taken under every secret and signed by the first, for requests and for sockets', async () => {
    const cookie = cookieOf(await door.ask('POST', '/in'));
    const { sessions } = door;
    const newSecret = oldSecret.toUpperCase();
    for (const [secrets, status] of [
      [[newSecret, oldSecret], 200],
      [[newSecret], 401],
    ] as const) {
      await door.app.close();
      door = await openDoor(bench(), { secrets: [...secrets] });
      expect((await door.ask('GET', '/me', { cookie })).statusCode).to.equal(status);
      const find = createSessionLookup({ sessions, secrets, isHttps: () => false });
      const found = await find({ headers: { cookie } } as IncomingMessage);
      expect(found !== null, 'a socket').to.equal(status === 200);
      expect(await find({ headers: {} } as IncomingMessage), 'no cookie').to.equal(null);
    }
    const signed = cookieOf(await door.ask('POST', '/in'));
    const find = createSessionLookup({ sessions, secrets: [newSecret], isHttps: () => false });
    expect(await find({ headers: { cookie: signed } } as IncomingMessage)).to.include({
      userId: door.proof.user.id,
    });
  });

  it('is worth a line in the log when somebody signs in, and when he signs out: who, and from where', async () => {
    const who = { userId: door.proof.user.id, address: '203.0.113.9' };
    const from = { 'x-forwarded-for': who.address };
    const answer = await door.ask('POST', '/in', from);
    expect([door.told('signed in'), door.told('signed out')]).to.deep.equal([[who], []]);
    await door.ask('POST', '/out', { ...from, cookie: cookieOf(answer) });
    expect([door.told('signed in'), door.told('signed out')]).to.deep.equal([[who], [who]]);
  });

  it('opens a session that knows the device; one that names none is nothing else', async () => {
    await door.ask('POST', '/in', { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'A browser' });
    await door.ask('POST', '/in', { 'user-agent': undefined });
    const devices = (await stored()).map(({ ip, userAgent }) => ({ ip, userAgent }));
    expect(devices).to.have.deep.members([
      { ip: '203.0.113.9', userAgent: 'A browser' },
      { ip: '127.0.0.1', userAgent: '' },
    ]);
  });
});
