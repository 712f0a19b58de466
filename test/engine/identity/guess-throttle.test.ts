/** The guess throttle: delays after wrong guesses, before the check runs, except for the owner's own addresses. */

import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { createFailureCounter } from '../../../src/cluster/failure-counter.ts';
import { createGuessThrottle, type GuessThrottle } from '../../../src/engine/identity/guess-throttle.ts';
import { addressBlock } from '../../../src/policy/address-blocks.ts';
import { backoffs } from '../../../src/policy/backoffs.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';
import { codeOf } from '../../contracts/fixtures.ts';

const { points: free, maxSeconds } = backoffs.fromOneAddress;
const home = '198.51.100.7';

describe('createGuessThrottle', () => {
  let clock: Clock;
  let throttle: GuessThrottle;
  let checks: number;

  beforeEach(() => {
    clock = install({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const addressesOf = async (name: string) => (name === 'anna' ? [home, '2001:db8:0:1::5'] : []);
    throttle = createGuessThrottle(createFailureCounter(null), { addressesOf });
    checks = 0;
  });
  afterEach(() => clock.uninstall());

  const guess = (right: boolean, address = home, username = 'anna', what: 'password' | 'code' = 'password') =>
    codeOf(
      throttle.attempt({ what, username, source: { address } }, async () => {
        checks += 1;
        if (!right) throw new Refusal('invalid_credentials', 'Wrong.');
      }),
    );
  const wrong = async (times: number, address?: string, username?: string) => {
    const codes: string[] = [];
    for (let time = 0; time < times; time += 1) codes.push(await guess(false, address, username));
    return codes;
  };
  /** Wrong guesses, each from another address. */
  const wrongFromEverywhere = async (times: number, username?: string) => {
    const codes: string[] = [];
    for (let time = 0; time < times; time += 1) {
      codes.push(await guess(false, `10.${(time >> 8) & 255}.${time & 255}.1`, username));
    }
    return codes;
  };

  it('rejects every guess after five wrong ones without checking it', async () => {
    expect(await wrong(free)).to.deep.equal(Array(free).fill('invalid_credentials'));
    expect([await guess(false), await guess(true)]).to.deep.equal(['rate_limited', 'rate_limited']);
    expect(checks).to.equal(free);
  });

  it('doubles the delay each time, up to a quarter of an hour', async () => {
    await wrong(free);
    const waits: number[] = [];
    for (let time = 0; time < 8; time += 1) {
      let seconds = 0;
      for (; (await guess(false)) === 'rate_limited'; seconds += 1) clock.tick(1_000);
      waits.push(seconds);
    }
    expect(waits).to.deep.equal([1, 2, 4, 8, 16, 32, 64, 128]);
    expect(maxSeconds).to.equal(900);
  });

  it('resets the count after a right guess', async () => {
    await wrong(free - 1);
    expect(await guess(true)).to.equal('accepted');
    expect(await wrong(free)).to.deep.equal(Array(free).fill('invalid_credentials'));
  });

  it('counts guesses for an unknown username like any other', async () => {
    const codes = await Promise.all(['anna', 'nobody'].map((name) => wrong(2 * free, '203.0.113.9', name)));
    expect(codes[0]).to.deep.equal(codes[1]);
  });

  it('counts separately for each account, each address, and passwords and codes', async () => {
    await wrong(free);
    expect(await guess(false)).to.equal('rate_limited');
    expect(await guess(false, '203.0.113.9')).to.equal('invalid_credentials');
    expect(await guess(false, home, 'bert')).to.equal('invalid_credentials');
    expect(await guess(false, home, 'anna', 'code')).to.equal('invalid_credentials');
  });

  it('counts a /64 of IPv6 as one address, and IPv4 written as IPv6 as IPv4', async () => {
    for (let host = 1; host <= free; host += 1) await guess(false, `2001:db8:0:9::${host}`);
    expect(await guess(false, '2001:db8:0:9:ffff::1')).to.equal('rate_limited');
    expect(await guess(false, '2001:db8:0:a::1')).to.equal('invalid_credentials');
    expect(addressBlock('2001:db8:0:9:ffff::1')).to.equal('2001:db8:0:9::/64');
    expect(addressBlock('::ffff:192.0.2.1')).to.equal('192.0.2.1');
    expect(addressBlock('no address')).to.equal('no address');
  });

  it('delays guesses from ever new addresses, except from addresses the owner has used', async () => {
    const codes = await wrongFromEverywhere(backoffs.fromAnywhere.points + 20);
    expect(codes.slice(0, backoffs.fromAnywhere.points)).to.not.include('rate_limited');
    expect(codes.at(-1)).to.equal('rate_limited');
    expect(await guess(true, '203.0.113.200'), 'a new address').to.equal('rate_limited');
    expect(await guess(true, home), 'a known address').to.equal('accepted');
    expect(await guess(true, '2001:db8:0:1::77'), 'the same network as a known address').to.equal('accepted');
    clock.tick(backoffs.fromAnywhere.maxSeconds * 1_000);
    expect(await guess(true, '203.0.113.200'), 'a new address, later').to.equal('accepted');
  });

  it('delays guesses from ever new addresses for an unknown username, too', async () => {
    const times = backoffs.fromAnywhere.points + 20;
    expect(await wrongFromEverywhere(times, 'nobody')).to.deep.equal(await wrongFromEverywhere(times, 'anna'));
  });

  for (const [what, source] of [
    ['known device', { address: '203.0.113.9', device: 'a device' }],
    ['live session', { session: 'a session' }],
  ] as const) {
    it(`counts a ${what} by itself, so that no stranger uses up its tries`, async () => {
      const from = (isRight: boolean) =>
        codeOf(
          throttle.attempt({ what: 'password', username: 'anna', source }, async () => {
            if (!isRight) throw new Refusal('invalid_credentials', 'Wrong.');
          }),
        );
      await wrong(2 * free, '203.0.113.9');
      await wrongFromEverywhere(backoffs.fromAnywhere.points + 20);
      expect(await guess(true, '203.0.113.9'), 'a stranger').to.equal('rate_limited');
      expect(await from(true)).to.equal('accepted');
      for (let time = 0; time < free; time += 1) expect(await from(false)).to.equal('invalid_credentials');
      expect(await from(true), 'after its own wrong tries').to.equal('rate_limited');
    });
  }

  it('counts no failure when the check itself fails', async () => {
    const broken = () =>
      codeOf(
        throttle.attempt({ what: 'password', username: 'anna', source: { address: home } }, async () => {
          throw new Refusal('unavailable', 'Later.');
        }),
      );
    for (let time = 0; time < 3 * free; time += 1) expect(await broken()).to.equal('unavailable');
    expect(await guess(true)).to.equal('accepted');
  });

  it('keeps counts apart for every combination of username and address', async () => {
    for (let time = 0; time < free; time += 1) await guess(false, '7', 'anna');
    expect(await guess(false, '7', 'anna')).to.equal('rate_limited');
    expect(await guess(false, '', 'anna7')).to.equal('invalid_credentials');
  });

  it('counts no right guess, from any number of addresses', async () => {
    for (let host = 0; host < 2 * backoffs.fromAnywhere.points; host += 1) {
      expect(await guess(true, `203.0.113.${host}`), `${host}`).to.equal('accepted');
    }
  });

  it('takes back the counts of a try, and only the address count for a known address', async () => {
    const calls: string[] = [];
    let isCrowded = false;
    const note = (what: string) => async (backoff: string, key: string) => {
      calls.push(`${what} ${backoff}`);
      expect(key).to.match(/^[\w-]{43}$/);
      if (isCrowded && what === 'count' && backoff === 'fromAnywhere') throw new Refusal('rate_limited', 'Wait.');
    };
    const counter = { count: note('count'), takeBack: note('take back'), forget: note('forget') };
    let isAway = false;
    const addressesOf = async () => {
      if (isAway) throw new Refusal('unavailable', 'Later.');
      return [home];
    };
    throttle = createGuessThrottle(counter, { addressesOf });
    const callsOf = async (work: () => Promise<unknown>) => {
      calls.length = 0;
      await work();
      return [...calls];
    };
    const attempt = (code: 'invalid_credentials' | 'unavailable') => () =>
      codeOf(
        throttle.attempt({ what: 'code', username: 'anna', source: { address: home } }, async () => {
          throw new Refusal(code, 'No.');
        }),
      );
    const counted = ['count fromOneAddress', 'count fromAnywhere'];
    const near = 'take back fromOneAddress';
    const anywhere = 'take back fromAnywhere';
    expect(await callsOf(() => guess(true))).to.deep.equal([...counted, 'forget fromOneAddress', anywhere]);
    expect(await callsOf(attempt('invalid_credentials'))).to.deep.equal(counted);
    expect(await callsOf(attempt('unavailable'))).to.deep.equal([...counted, near, anywhere]);
    isCrowded = true;
    expect(await callsOf(() => guess(true))).to.deep.equal([...counted, 'forget fromOneAddress']);
    expect(await callsOf(attempt('unavailable'))).to.deep.equal([...counted, near]);
    expect(await callsOf(() => guess(true, '203.0.113.9'))).to.deep.equal([...counted, near]);
    isAway = true;
    expect(await callsOf(() => guess(true)), 'the known addresses are unavailable').to.deep.equal([...counted, near]);
  });
});
