/** Counts how often somebody does something: in Redis for all nodes, in the process otherwise and while Redis is away. */
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiter } from '../chat/ports.ts';
import { type RateLimit, rateLimits } from '../protocol/limits.ts';
import { Refusal } from '../protocol/refusals.ts';

/** @param redis - null when there is one node. */
export function createRateLimiter(redis: Redis | null): RateLimiter {
  function counterOf(name: string, { points, seconds, counted }: RateLimit): RateLimiterAbstract {
    const options = { keyPrefix: `duologue:limit:${name}`, points, duration: seconds };
    const memory = new RateLimiterMemory(options);
    if (!redis || counted === 'node') return memory;
    return new RateLimiterRedis({
      ...options,
      storeClient: redis,
      insuranceLimiter: memory,
      rejectIfRedisNotReady: true,
    });
  }

  const counters = new Map<string, RateLimiterAbstract>(
    Object.entries(rateLimits).map(([name, limit]) => [name, counterOf(name, limit)]),
  );

  return {
    async charge(limit, key) {
      try {
        await counters.get(limit)?.consume(key);
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        throw new Refusal('rate_limited', 'Too much at once. Wait a moment.', { retryAfterMs: reason.msBeforeNext });
      }
    },
  };
}

/** For benchmarks and black-box checks only (`RATE_LIMITS=off`). */
export const unlimited: RateLimiter = { charge: async () => {} };
