/** The contract of rate limiters: exact counts per key and limit, also without Redis. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createRateLimiter, unlimited } from '../../src/cluster/rate-limiter.ts';
import type { RateLimiter } from '../../src/engine/ports/rate-limit-port.ts';
import { type RateLimitName, rateLimits, siteShare } from '../../src/policy/rate-limits.ts';
import { Refusal } from '../../src/protocol/refusals.ts';
import { defaultTimeoutMs, until, within } from '../support/waiting.ts';
import { codeOf } from './fixtures.ts';
import { joinRedis } from './joined-redis.ts';

const newKey = () => `127.0.0.1-${randomUUID()}`;

/** Counts the charges accepted before the first refusal. */
async function letThrough(limiter: RateLimiter, limit: RateLimitName, key: string): Promise<number> {
  let count = 0;
  while (count < 5_000 && (await codeOf(limiter.charge(limit, key))) === 'accepted') count += 1;
  return count;
}

function oneNode(limiter: () => RateLimiter): void {
  for (const name of Object.keys(rateLimits) as RateLimitName[]) {
    it(`accepts as many charges as the limit ${name} allows`, async () => {
      expect(await letThrough(limiter(), name, newKey())).to.equal(rateLimits[name].points);
    });
  }

  it('refuses with the time to wait, within the window', async () => {
    const key = newKey();
    await letThrough(limiter(), 'login', key);
    const refusal = await limiter()
      .charge('login', key)
      .catch((error: Refusal) => error);
    expect(refusal).to.be.instanceOf(Refusal).with.property('code', 'rate_limited');
    expect(refusal?.details.retryAfterMs).to.be.within(1, rateLimits.login.seconds * 1_000);
  });

  it('counts each key and each limit separately', async () => {
    const key = newKey();
    await letThrough(limiter(), 'register', key);
    expect(await codeOf(limiter().charge('register', key))).to.equal('rate_limited');
    expect(await codeOf(limiter().charge('register', newKey()))).to.equal('accepted');
    expect(await codeOf(limiter().charge('login', key))).to.equal('accepted');
  });

  it('gives all blocks of a /48 of IPv6 together ten times the limit of one', async () => {
    const [a, b] = [0, 1].map(() => Math.floor(Math.random() * 65_536).toString(16));
    let accepted = 0;
    for (let block = 0; block < siteShare + 2; block += 1) {
      accepted += await letThrough(limiter(), 'handshake', `2001:${a}:${b}:${block}::/64`);
    }
    expect(accepted).to.equal(siteShare * rateLimits.handshake.points);
    expect(await codeOf(limiter().charge('handshake', '198.51.100.7')), 'IPv4').to.equal('accepted');
  });

  it('accepts no more when all charges come at once', async () => {
    const key = newKey();
    const codes = await Promise.all(Array.from({ length: 100 }, () => codeOf(limiter().charge('register', key))));
    expect(codes.filter((code) => code === 'accepted')).to.have.length(rateLimits.register.points);
  });
}

describe('rate limiter in memory', () => {
  const limiter = createRateLimiter(null);

  it('spreads a burst of reads of one user, and delays no other', async () => {
    const loud = newKey();
    let begun = 0;
    const { points } = rateLimits.read;
    const burst = Array.from({ length: points }, () => limiter.charge('read', loud).then(() => (begun += 1)));
    await limiter.charge('read', newKey());
    expect(begun).to.be.within(1, points / 2);
    await Promise.all(burst);
  });

  oneNode(() => limiter);

  it('accepts everything where limits are off', async () => {
    const charges = Array.from({ length: 500 }, () => codeOf(unlimited.charge('register', 'same')));
    expect(new Set(await Promise.all(charges))).to.deep.equal(new Set(['accepted']));
  });
});

describe('rate limiter in Redis', () => {
  const nodes = joinRedis(createRateLimiter);

  oneNode(() => nodes.here);

  it('shares between nodes the counts that the policy keeps for the cluster', async () => {
    for (const [name, { counted }] of Object.entries(rateLimits)) {
      const key = newKey();
      await letThrough(nodes.here, name as RateLimitName, key);
      const code = await codeOf(nodes.there.charge(name as RateLimitName, key));
      expect(code, name).to.equal(counted === 'cluster' ? 'rate_limited' : 'accepted');
    }
  });

  it('starts a new window when Redis has lost its counts', async () => {
    const key = newKey();
    await letThrough(nodes.here, 'register', key);
    await nodes.commands.flushall();
    expect(await codeOf(nodes.there.charge('register', key))).to.equal('accepted');
  });

  it('does not ask Redis about a key that has used up its limit', async () => {
    const key = newKey();
    await letThrough(nodes.here, 'login', key);
    const redis = nodes.commands;
    await redis.flushall();
    expect(await codeOf(nodes.here.charge('login', key))).to.equal('rate_limited');
    expect(await redis.dbsize()).to.equal(0);
  });

  const outages = [
    { name: 'frozen', fail: () => nodes.server.freeze(), mend: async () => nodes.server.thaw() },
    { name: 'killed', fail: () => nodes.server.kill(), mend: () => nodes.server.start() },
  ];
  for (const { name, fail, mend } of outages) {
    it(`counts in the process while Redis is ${name}, and in Redis again afterwards`, async () => {
      const key = newKey();
      const { points } = rateLimits.register;
      await fail();
      const charges = Array.from({ length: points + 10 }, () => codeOf(nodes.here.charge('register', key)));
      const codes = await within(defaultTimeoutMs, 'all charges without Redis', Promise.all(charges)).finally(mend);
      expect(codes.filter((code) => code === 'accepted')).to.have.length(points);
      expect(codes.filter((code) => code === 'rate_limited')).to.have.length(10);
      const fresh = newKey();
      await until('counts are shared again', async () => {
        await letThrough(nodes.here, 'register', fresh);
        return (await codeOf(nodes.there.charge('register', fresh))) === 'rate_limited';
      });
    });
  }
});
