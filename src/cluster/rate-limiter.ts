/** Counts how often somebody does something: in Redis for all nodes, in the process otherwise and while Redis is away. */

import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { type RateLimit, rateLimits } from '../policy/rate-limits.ts';
import { Refusal } from '../protocol/refusals.ts';

/** The two counts of a line: its own, and that of a whole address where the line has one. */
interface Counters {
  own: RateLimiterAbstract;
  atOneAddress: RateLimiterAbstract | null;
}

/** @param redis - null when there is one node. */
export function createRateLimiter(redis: Redis | null): RateLimiter {
  function counterOf(name: string, points: number, { seconds, counted }: RateLimit): RateLimiterAbstract {
    const options = { keyPrefix: `duologue:limit:${name}`, points, duration: seconds };
    const memory = new RateLimiterMemory(options);
    if (!redis || counted === 'node') return memory;
    return new RateLimiterRedis({
      ...options,
      storeClient: redis,
      insuranceLimiter: memory,
      rejectIfRedisNotReady: true,
      // Who has used up everything is refused by this process from then on: a flood costs Redis nothing.
      inMemoryBlockOnConsumed: points + 1,
    });
  }

  function countersOf(name: string, line: RateLimit): Counters {
    const { points, atOneAddress } = line;
    const together = atOneAddress === undefined ? null : counterOf(`${name}:address`, atOneAddress, line);
    return { own: counterOf(name, points, line), atOneAddress: together };
  }

  const lines = new Map<string, Counters>(
    Object.entries(rateLimits).map(([name, line]) => [name, countersOf(name, line)]),
  );

  return {
    async charge(limit, key, address) {
      const { own, atOneAddress } = lines.get(limit) as Counters;
      try {
        await own.consume(key);
        if (atOneAddress && address !== undefined) await atOneAddress.consume(address);
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        throw new Refusal('rate_limited', 'Too much at once. Wait a moment.', { retryAfterMs: reason.msBeforeNext });
      }
    },
  };
}

/** For benchmarks and black-box checks only (`RATE_LIMITS=off`). */
export const unlimited: RateLimiter = { charge: async () => {} };
