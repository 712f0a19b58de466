/** The handshake over the wire: origins, sessions, rate limits, and the welcome. */

import { expect } from 'chai';
import { rateLimits } from '../../src/policy/rate-limits.ts';
import { limits } from '../../src/protocol/limits.ts';
import { useNode } from '../http/in-process-node.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { withFrozenTime } from '../support/frozen-time.ts';
import { everything, type HandshakeOptions, settled, tryHandshake } from './sockets.ts';

describe('the handshake over the wire', () => {
  const url = useNode();
  let anna: TestUser;
  before(async () => {
    anna = await register(url(), { displayName: 'Anna' });
  });
  const codeOf = async (how: HandshakeOptions, at = url()) => {
    const answer = await tryHandshake(at, how);
    return answer === 'welcome' ? answer : answer.code;
  };

  for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']] as const) {
    describe(`over ${transports.join(' and then ')}`, () => {
      const how = (cookie: string | undefined, headers: Record<string, string> = {}): HandshakeOptions => ({
        ...(cookie === undefined ? {} : { cookie }),
        headers,
        transports: [...transports],
      });

      it('is refused without a session: no cookie, garbage, or an ended session', async () => {
        const ended = await register(url());
        const { cookie } = ended;
        expectStatus(await ended.logOut(), 204);
        expect(await codeOf(how(undefined))).to.equal('unauthorized');
        for (const wrong of ['sessionId=garbage', `${anna.cookie}x`, anna.cookie.slice(0, -3), 'a=b', cookie]) {
          expect(await codeOf(how(wrong)), wrong).to.equal('unauthorized');
        }
      });

      it('is refused from a foreign origin, even with a session', async () => {
        for (const origin of ['https://evil.example', 'null', `${url()}.evil.example`, 'http://localhost:1']) {
          expect(await codeOf(how(anna.cookie, { origin })), origin).to.equal('forbidden');
        }
        expect(await codeOf(how(anna.cookie, { 'sec-fetch-site': 'cross-site' }))).to.equal('forbidden');
      });

      it('is accepted from our own origin, and without an origin', async () => {
        expect(await codeOf(how(anna.cookie, { origin: url() }))).to.equal('welcome');
        expect(await codeOf(how(anna.cookie))).to.equal('welcome');
        expect(await codeOf(how(`theme=dark; ${anna.cookie}; x=y`))).to.equal('welcome');
      });
    });
  }

  it('is refused with a code and a message, and nothing else', async () => {
    const refusal = await tryHandshake(url());
    expect(refusal).to.have.all.keys('code', 'message');
  });

  it('accepts only the origins that PUBLIC_ORIGIN lists', async () => {
    const person = await register(listed());
    const from = (origin: string) => codeOf({ cookie: person.cookie, headers: { origin } }, listed());
    expect(await from('https://chat.example.org')).to.equal('welcome');
    expect(await from(listed())).to.equal('forbidden');
  });
  const listed = useNode({ publicOrigins: ['https://chat.example.org'] });

  it('refuses too many requests from one address with the time to wait', async () => {
    const { points } = rateLimits.handshake;
    const answers: unknown[] = [];
    const refusal = await withFrozenTime(async () => {
      for (let count = 0; count < points; count += 20) {
        answers.push(...(await Promise.all(Array.from({ length: 20 }, () => codeOf({}, limited())))));
      }
      return tryHandshake(limited());
    });
    expect(new Set(answers)).to.deep.equal(new Set(['unauthorized']));
    expect(refusal).to.include({ code: 'rate_limited' });
    expect(refusal).to.have.property('retryAfterMs').within(1, 10_000);
  });
  const limited = useNode({ rateLimits: true });

  it('serves no client script', async () => {
    const answer = await fetch(`${url()}/socket.io/socket.io.js`);
    expect(answer.status).to.be.oneOf([400, 404]);
  });
});

describe('the welcome', () => {
  const url = useNode();

  it('carries the user, the time and the limits, once', async () => {
    const anna = await register(url(), { displayName: 'Anna 😀' });
    const device = await anna.connect();
    const heard = everything(device);
    expect(device.greeting).to.have.all.keys('user', 'serverTime', 'protocol', 'limits', 'features');
    expect(device.greeting.user).to.deep.equal({
      username: anna.username,
      displayName: 'Anna 😀',
      online: true,
      lastSeenAt: null,
    });
    expect(device.greeting.protocol).to.equal(1);
    expect(device.greeting.features).to.deep.equal([
      'changes',
      'notifications',
      'drafts',
      'search',
      'status',
      'rooms',
      'files',
      'export',
    ]);
    const ofFiles = { fileMaxBytes: 52_428_800, filesQuotaBytes: 1_073_741_824 };
    expect(device.greeting.limits).to.deep.equal({ ...limits, ...ofFiles });
    expect(device.greeting.serverTime).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    await settled(device);
    expect(heard.filter(({ name }) => name === 'welcome')).to.deep.equal([]);
    device.close();
  });
});
