/** Counts failed tries, in Redis for all nodes or in the process; after the free ones, each wait doubles. */

import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { FailureCounter } from '../engine/ports/rate-limit-port.ts';
import { type Backoff, type BackoffName, backoffs } from '../policy/backoffs.ts';
import { Refusal } from '../protocol/refusals.ts';

/** @param redis - null when there is one node. While Redis is away, each node keeps its own count. */
export function createFailureCounter(redis: Redis | null): FailureCounter {
  function counterOf(name: string, points: number, duration: number) {
    const options = { keyPrefix: `duologue:${name}`, points, duration };
    const memory = new RateLimiterMemory(options);
    if (!redis) return memory;
    return new RateLimiterRedis({
      ...options,
      storeClient: redis,
      insuranceLimiter: memory,
      rejectIfRedisNotReady: true,
    });
  }

  /** `failed` counts the failures. After the free ones, a try takes the single `turn`, which returns when the wait is over. */
  const countersOf = (name: string, backoff: Backoff) => ({
    backoff,
    failed: counterOf(`failed:${name}`, backoff.free, backoff.forgetSeconds),
    turn: counterOf(`turn:${name}`, 1, backoff.firstSeconds),
  });
  const counters = Object.fromEntries(
    Object.entries(backoffs).map(([name, backoff]) => [name, countersOf(name, backoff)]),
  ) as Record<BackoffName, ReturnType<typeof countersOf>>;

  async function count(name: BackoffName, key: string): Promise<void> {
    const { backoff, failed, turn } = counters[name];
    const taken = await turn.get(key);
    if (taken && taken.msBeforeNext > 0) throw tooMany(taken);
    const { consumedPoints } = await failed.penalty(key);
    if (consumedPoints < backoff.free) return;
    try {
      await turn.consume(key, 1, { customDuration: waitSeconds(backoff, consumedPoints) });
    } catch (reason) {
      await failed.reward(key);
      throw reason instanceof RateLimiterRes ? tooMany(reason) : reason;
    }
  }

  async function takeBack(name: BackoffName, key: string): Promise<void> {
    const { failed, turn } = counters[name];
    await failed.reward(key);
    await turn.delete(key);
  }

  async function forget(name: BackoffName, key: string): Promise<void> {
    const { failed, turn } = counters[name];
    await failed.delete(key);
    await turn.delete(key);
  }

  return { count, takeBack, forget };
}

function waitSeconds({ free, firstSeconds, maxSeconds }: Backoff, failures: number): number {
  return Math.min(firstSeconds * 2 ** (failures - free), maxSeconds);
}

function tooMany({ msBeforeNext }: RateLimiterRes): Refusal {
  return new Refusal('rate_limited', 'Too many wrong tries. Wait a moment.', {
    retryAfterMs: Math.max(1, msBeforeNext),
  });
}

/** Counts nothing; for benchmarks and black-box checks only (`RATE_LIMITS=off`). */
export const uncounted: FailureCounter = { count: async () => {}, takeBack: async () => {}, forget: async () => {} };
