/** Known devices: whatever strangers do, a user logs in from a device that knows the account, and works in a live session. */
import { expect } from 'chai';
import { createKnownDevices } from '../../src/http/known-devices.ts';
import { backoffs } from '../../src/policy/backoffs.ts';
import { rateLimits } from '../../src/policy/rate-limits.ts';
import { goodPassword, uniqueName } from '../support/client.ts';
import { withFrozenTime } from '../support/frozen-time.ts';
import { postJson, type RawAnswer, rawRequest, useNode } from './in-process-node.ts';

const linesOf = ({ headers }: RawAnswer) => headers['set-cookie'] ?? [];
const cookieNamed = (answer: RawAnswer, name: RegExp) =>
  linesOf(answer)
    .find((line) => name.test(line))
    ?.split(';')[0] ?? '';

describe('a known device', () => {
  const url = useNode({ rateLimits: true, trustedProxies: ['127.0.0.1'] });
  const at = (address: string, cookie = '') => ({ 'x-forwarded-for': address, ...(cookie ? { cookie } : {}) });
  const logIn = (username: string, password: string, headers: Record<string, string>) =>
    postJson(url(), '/api/login', { username, password }, headers);

  async function newcomer(address: string) {
    const username = uniqueName();
    const answer = await postJson(url(), '/api/register', { username, password: goodPassword }, at(address));
    expect(answer.status).to.equal(201);
    return { username, device: cookieNamed(answer, /^device=/), session: cookieNamed(answer, /^sessionId=/) };
  }

  /** Wrong passwords until the address and the account wait. */
  async function attack(username: string, addresses: string[]): Promise<void> {
    for (const address of addresses) {
      for (let time = 0; time <= backoffs.fromOneAddress.points; time += 1) {
        await logIn(username, 'a wrong password', at(address));
      }
    }
  }

  it('logs its user in while a stranger at the same address, and at others, guesses', async () => {
    const anna = await newcomer('203.0.113.1');
    await withFrozenTime(async () => {
      await attack(anna.username, ['203.0.113.1', ...Array.from({ length: 12 }, (_, host) => `198.51.100.${host}`)]);
      expect((await logIn(anna.username, goodPassword, at('203.0.113.1'))).status, 'a stranger').to.equal(429);
      expect((await logIn(anna.username, goodPassword, at('203.0.113.1', anna.device))).status).to.equal(200);
      expect((await logIn(anna.username, goodPassword, at('192.0.2.8', anna.device))).status, 'elsewhere').to.equal(
        200,
      );
    });
  });

  it('logs its user in when its address has used up all logins', async () => {
    const anna = await newcomer('203.0.113.2');
    const address = '203.0.113.2';
    for (let sent = 0; sent < rateLimits.login.points; sent += 1) {
      await postJson(url(), '/api/login', {}, at(address));
    }
    expect((await logIn(uniqueName(), 'x', at(address))).status).to.equal(429);
    expect((await logIn(anna.username, goodPassword, at(address, anna.device))).status).to.equal(200);
    expect((await logIn(uniqueName(), 'x', at(address, anna.device))).status, 'another account').to.equal(429);
  });

  it('still slows down guesses that come from itself, and vouches for no other account', async () => {
    const [anna, bert] = [await newcomer('203.0.113.3'), await newcomer('203.0.113.4')];
    const codes: number[] = [];
    for (let time = 0; time <= backoffs.fromDevice.points; time += 1) {
      codes.push((await logIn(anna.username, 'a wrong password', at('203.0.113.3', anna.device))).status);
    }
    expect(codes.at(-1)).to.equal(429);
    await attack(bert.username, ['203.0.113.3']);
    expect((await logIn(bert.username, goodPassword, at('203.0.113.3', anna.device))).status).to.equal(429);
  });

  it('changes its password in a live session while strangers guess', async () => {
    const anna = await newcomer('203.0.113.5');
    await attack(anna.username, ['203.0.113.5', ...Array.from({ length: 12 }, (_, host) => `198.51.101.${host}`)]);
    const change = { current: goodPassword, next: 'another good password' };
    const answer = await postJson(url(), '/api/me/password', change, at('203.0.113.5', anna.session));
    expect(answer.status).to.equal(204);
  });

  it('is served in a session while others at its address use up every request', async () => {
    const anna = await newcomer('203.0.113.60');
    await withFrozenTime(async () => {
      for (let sent = 0; sent < rateLimits.anybody.points + 100; sent += 100) {
        await Promise.all(
          Array.from({ length: 100 }, () => rawRequest(url(), '/healthz', { headers: at('203.0.113.6') })),
        );
      }
      expect((await rawRequest(url(), '/healthz', { headers: at('203.0.113.6') })).status).to.equal(429);
      expect((await rawRequest(url(), '/api/me', { headers: at('203.0.113.6', anna.session) })).status).to.equal(200);
    });
  });

  it('gets the same answers as a stranger, so that its cookie reveals nothing', async () => {
    const anna = await newcomer('203.0.113.7');
    const wrong = await logIn(anna.username, 'a wrong password', at('203.0.113.7', anna.device));
    const stranger = await logIn(uniqueName(), 'a wrong password', at('203.0.113.8'));
    expect([wrong.status, wrong.error, linesOf(wrong)]).to.deep.equal([stranger.status, stranger.error, []]);
    expect(anna.device).to.not.contain(anna.username);
  });

  it('stays known after log-out, in a cookie that scripts cannot read and only this host can set', async () => {
    const secure = { ...at('203.0.113.9'), 'x-forwarded-proto': 'https' };
    const account = { username: uniqueName(), password: goodPassword };
    const answer = await postJson(url(), '/api/register', account, secure);
    expect(linesOf(answer).find((line) => line.startsWith('__Host-device='))).to.match(
      /; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const cookie = cookieNamed(answer, /^__Host-sessionId=/);
    const out = await postJson(url(), '/api/logout', '', { ...secure, cookie });
    expect(linesOf(out).join()).to.not.contain('device');
  });
});

describe('createKnownDevices', () => {
  const [first, second, third] = ['1', '2', '3'].map((digit) => digit.repeat(32)) as [string, string, string];
  const requestWith = (cookie?: string) => ({ headers: { cookie }, protocol: 'http' }) as never;

  function cookieFrom(secrets: string[], username: string, before?: string): string {
    let line = '';
    const reply = { header: (_name: string, value: string) => (line = value) } as never;
    createKnownDevices(secrets).remember(requestWith(before), reply, username);
    return line.split(';')[0] ?? '';
  }

  it('knows an account under every secret that is still set, and under no other', () => {
    const cookie = cookieFrom([first], 'anna');
    for (const [secrets, isKnown] of [
      [[first], true],
      [[second, first], true],
      [[second], false],
    ] as const) {
      const found = createKnownDevices(secrets).find(requestWith(cookie), 'anna');
      expect(found !== null, `${secrets.length}`).to.equal(isKnown);
    }
    const renewed = cookieFrom([second, first], 'anna', cookie);
    expect(createKnownDevices([second]).find(requestWith(renewed), 'anna')).to.be.a('string');
    expect(createKnownDevices([third]).find(requestWith(renewed), 'anna')).to.equal(null);
  });

  it('keeps its id and the five latest accounts', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const cookie = names.reduce((before, name) => cookieFrom([first], name, before), '');
    const found = names.map((name) => createKnownDevices([first]).find(requestWith(cookie), name));
    expect(found[0]).to.equal(null);
    expect(new Set(found.slice(1))).to.have.property('size', 1);
  });

  it('refuses a forged, cut or swapped cookie', () => {
    const devices = createKnownDevices([first]);
    const cookie = cookieFrom([first], 'anna');
    const bert = cookieFrom([first], 'bert');
    const [id] = bert.slice('device='.length).split('~');
    for (const forged of [
      `${cookie}x`,
      cookie.slice(0, -1),
      cookie.replace(/=[^~]+/, `=${id}`),
      'device=',
      'device=a~b.c',
    ]) {
      expect(devices.find(requestWith(forged), 'anna'), forged).to.equal(null);
    }
    expect(devices.find(requestWith(bert), 'anna')).to.equal(null);
  });
});
