/** The contract of failure counters: some tries are free, then each wait doubles; counted per key, for all nodes. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createFailureCounter, uncounted } from '../../src/cluster/failure-counter.ts';
import type { FailureCounter } from '../../src/engine/ports/rate-limit-port.ts';
import { backoffs } from '../../src/policy/backoffs.ts';
import type { Refusal } from '../../src/protocol/refusals.ts';
import { until } from '../support/waiting.ts';
import { codeOf } from './fixtures.ts';
import { joinRedis } from './joined-redis.ts';

const name = 'fromOneAddress';
const { points: free, firstSeconds } = backoffs[name];
const newKey = () => randomUUID();
const refusalOf = (tried: Promise<void>) =>
  tried.then(
    () => null,
    (error: Refusal) => error,
  );

async function fail(counter: FailureCounter, key: string, times = 1): Promise<string[]> {
  const codes: string[] = [];
  for (let time = 0; time < times; time += 1) codes.push(await codeOf(counter.count(name, key)));
  return codes;
}

function oneNode(counter: () => FailureCounter): void {
  it('accepts the free tries, and then refuses with the time to wait', async () => {
    const key = newKey();
    expect(new Set(await fail(counter(), key, free))).to.deep.equal(new Set(['accepted']));
    const refusal = await refusalOf(counter().count(name, key));
    expect(refusal?.code).to.equal('rate_limited');
    expect(refusal?.details.retryAfterMs).to.be.within(1, firstSeconds * 1_000);
    expect(await fail(counter(), newKey()), 'another key').to.deep.equal(['accepted']);
    expect(await codeOf(counter().count('fromAnywhere', key)), 'another count').to.equal('accepted');
  });

  it('accepts one more try when the wait is over, and doubles the wait', async () => {
    const key = newKey();
    await fail(counter(), key, free);
    await until('the wait is over', async () => (await fail(counter(), key))[0] === 'accepted');
    const refusal = await refusalOf(counter().count(name, key));
    expect(refusal?.details.retryAfterMs).to.be.within(firstSeconds * 1_000 + 1, firstSeconds * 2_000);
  });

  it('accepts no more when all tries come at once', async () => {
    const key = newKey();
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(counter().count(name, key))));
    expect(codes.filter((code) => code === 'accepted')).to.have.length(free);
  });

  it('does not count a failure that was taken back, and clears the count after a right answer', async () => {
    const key = newKey();
    for (let time = 0; time < 2 * free; time += 1) {
      expect(await fail(counter(), key)).to.deep.equal(['accepted']);
      await counter().takeBack(name, key);
    }
    await fail(counter(), key, free);
    expect(await fail(counter(), key)).to.deep.equal(['rate_limited']);
    await counter().forget(name, key);
    expect(new Set(await fail(counter(), key, free))).to.deep.equal(new Set(['accepted']));
  });
}

describe('failure counter in memory', () => {
  const counter = createFailureCounter(null);
  oneNode(() => counter);

  it('refuses nothing where limits are off', async () => {
    expect(new Set(await fail(uncounted, 'same', 100))).to.deep.equal(new Set(['accepted']));
  });
});

describe('failure counter in Redis', () => {
  const nodes = joinRedis(createFailureCounter);

  oneNode(() => nodes.here);

  it('counts once for all nodes', async () => {
    const key = newKey();
    for (let time = 0; time < free; time += 1) await fail(time % 2 ? nodes.here : nodes.there, key);
    expect([await fail(nodes.here, key), await fail(nodes.there, key)]).to.deep.equal([
      ['rate_limited'],
      ['rate_limited'],
    ]);
  });

  it('counts in the process while Redis is down', async () => {
    const key = newKey();
    await nodes.server.kill();
    const codes = await fail(nodes.here, key, free + 1).finally(() => nodes.server.start());
    expect(codes).to.deep.equal([...Array(free).fill('accepted'), 'rate_limited']);
  });
});
