/** Implements rate limits: counted in Redis for all nodes, in the process for a single node and while Redis is away. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { siteOfBlock } from '../policy/address-blocks.ts';
import { LimitRefusal } from '../policy/limit-refusal.ts';
import { type RateLimit, type RateLimitName, rateLimits, siteShare } from '../policy/rate-limits.ts';
import { Spread } from '../policy/spread.ts';

/** The counters of a rate limit: its own, and one per address block where the limit has one. */
interface Counters {
  own: RateLimiterAbstract;
  ofAddress: RateLimiterAbstract | null;
  /** For a /48 of IPv6, which holds 65,536 blocks. */
  ofSite: RateLimiterAbstract | null;
  spread: Spread | null;
}

/** Points that begin at once, before the others are spread: as many as a page needs to open. */
const atOnce = 15;

function createCounter(redis: Redis | null, name: string, points: number, { seconds, counted }: RateLimit) {
  const options = { keyPrefix: `duologue:limit:${name}`, points, duration: seconds };
  const memory = new RateLimiterMemory(options);
  if (!redis || counted === 'node') return memory;
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
    // After the limit is used up, this process refuses by itself: a flood costs Redis nothing.
    inMemoryBlockOnConsumed: points + 1,
  });
}

/** @param redis - null when there is one node. */
export function createRateLimiter(redis: Redis | null): RateLimiter {
  const counterOf = (name: string, points: number, limit: RateLimit): RateLimiterAbstract =>
    createCounter(redis, name, points, limit);

  function countersOf(name: string, limit: RateLimit): Counters {
    const { points, per, atOneAddress, spreadSeconds } = limit;
    return {
      own: counterOf(name, points, limit),
      ofAddress: atOneAddress === undefined ? null : counterOf(`${name}:address`, atOneAddress, limit),
      ofSite: per === 'address' ? counterOf(`${name}:site`, siteShare * points, limit) : null,
      spread: spreadSeconds === undefined ? null : new Spread((1_000 * spreadSeconds) / points, atOnce),
    };
  }

  const counters = new Map<string, Counters>(
    Object.entries(rateLimits).map(([name, limit]) => [name, countersOf(name, limit)]),
  );

  return {
    async charge(limit, key, address, points = 1) {
      const { own, ofAddress, ofSite, spread } = counters.get(limit) as Counters;
      const site = ofSite && siteOfBlock(key);
      try {
        await own.consume(key, points);
        if (site) await ofSite.consume(site, points);
        if (ofAddress && address !== undefined) await ofAddress.consume(address, points);
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        const retryAfterMs = reason.msBeforeNext;
        throw tooMuch(limit, retryAfterMs);
      }
      if (spread) await waitTurn(limit, spread.take(key, points));
    },
  };
}

/** Two windows that meet can hold twice the points: nobody waits beyond a deadline for them. */
async function waitTurn(limit: RateLimitName, ms: number): Promise<void> {
  const { spreadSeconds = 0 } = rateLimits[limit] as RateLimit;
  if (ms > 1_000 * spreadSeconds) throw tooMuch(limit, Math.ceil(ms));
  if (ms >= 1) await sleep(ms);
}

const tooMuch = (limit: RateLimitName, retryAfterMs: number) =>
  new LimitRefusal(limit, 'rate_limited', 'Too much at once. Wait a moment.', { retryAfterMs });

/** Limits nothing; for benchmarks and black-box checks only (`RATE_LIMITS=off`). */
export const unlimited: RateLimiter = { charge: async () => {} };
