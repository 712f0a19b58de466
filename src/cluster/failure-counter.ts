/** Counts failed tries, in Redis for all nodes or in the process; after the free ones, each wait doubles. */

import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { FailureCounter } from '../engine/ports/rate-limit-port.ts';
import { type Backoff, type BackoffName, backoffs } from '../policy/backoffs.ts';
import { LimitRefusal } from '../policy/limit-refusal.ts';

interface Counters {
  name: BackoffName;
  backoff: Backoff;
  failed: RateLimiterAbstract;
  /** After the free failures, a try takes the single turn, which returns when the wait is over. */
  turn: RateLimiterAbstract;
}

/** @param redis - null when there is one node. While Redis is away, each node keeps its own count. */
export function createFailureCounter(redis: Redis | null): FailureCounter {
  const counters = Object.fromEntries(
    Object.entries(backoffs).map(([name, backoff]) => [name, createCounters(redis, name as BackoffName, backoff)]),
  ) as Record<BackoffName, Counters>;
  return {
    count: (name, key) => count(counters[name], key),
    async takeBack(name, key) {
      const { failed, turn } = counters[name];
      await failed.reward(key);
      await turn.delete(key);
    },
    async forget(name, key) {
      const { failed, turn } = counters[name];
      await failed.delete(key);
      await turn.delete(key);
    },
  };
}

function createCounters(redis: Redis | null, name: BackoffName, backoff: Backoff): Counters {
  const createCounter = (counted: string, points: number, duration: number) => {
    const options = { keyPrefix: `duologue:${counted}:${name}`, points, duration };
    const memory = new RateLimiterMemory(options);
    if (!redis) return memory;
    return new RateLimiterRedis({
      ...options,
      storeClient: redis,
      insuranceLimiter: memory,
      rejectIfRedisNotReady: true,
    });
  };
  return {
    name,
    backoff,
    failed: createCounter('failed', backoff.points, backoff.seconds),
    turn: createCounter('turn', 1, backoff.firstSeconds),
  };
}

async function count({ name, backoff, failed, turn }: Counters, key: string): Promise<void> {
  const taken = await turn.get(key);
  if (taken && taken.msBeforeNext > 0) throw tooMany(name, taken);
  const { consumedPoints } = await failed.penalty(key);
  if (consumedPoints < backoff.points) return;
  try {
    await turn.consume(key, 1, { customDuration: waitSeconds(backoff, consumedPoints) });
  } catch (reason) {
    await failed.reward(key);
    throw reason instanceof RateLimiterRes ? tooMany(name, reason) : reason;
  }
}

function waitSeconds({ points, firstSeconds, maxSeconds }: Backoff, failures: number): number {
  return Math.min(firstSeconds * 2 ** (failures - points), maxSeconds);
}

function tooMany(name: BackoffName, { msBeforeNext }: RateLimiterRes): LimitRefusal {
  return new LimitRefusal(name, 'rate_limited', 'Too many wrong tries. Wait a moment.', {
    retryAfterMs: Math.max(1, msBeforeNext),
  });
}

/** Counts nothing; for benchmarks and black-box checks only (`RATE_LIMITS=off`). */
export const uncounted: FailureCounter = { count: async () => {}, takeBack: async () => {}, forget: async () => {} };
