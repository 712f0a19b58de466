/** Everything nodes share, in either form: Redis when there are many, the process itself when there is one. */
import type { PresenceLeases, RateLimiter } from '../chat/ports.ts';
import { watchBus } from './bus-watch.ts';
import { createMemoryLeases, createRedisLeases } from './presence-leases.ts';
import { createRateLimiter, unlimited } from './rate-limiter.ts';
import { connectRedis } from './redis.ts';
import { type AdapterConstructor, createSocketAdapter } from './socket-adapter.ts';

export interface SharedState {
  leases: PresenceLeases;
  limiter: RateLimiter;
  /** Null when there is one node: Socket.IO's own adapter serves. */
  adapter: AdapterConstructor | null;
  /** Calls back each time pushes of other nodes may have been lost. */
  onRestored(callback: () => void): void;
  close(): void;
}

export interface SharedStateOptions {
  /** Null for the embedded shape. */
  redisUrl: string | null;
  limited: boolean;
  onTrouble(error: Error): void;
}

/** @throws Error when Redis cannot be reached. */
export async function openSharedState({ redisUrl, limited, onTrouble }: SharedStateOptions): Promise<SharedState> {
  if (redisUrl === null) {
    const limiter = limited ? createRateLimiter(null) : unlimited;
    const leases = createMemoryLeases();
    return { leases, limiter, adapter: null, onRestored: () => {}, close: () => {} };
  }
  const redis = await connectRedis(redisUrl, onTrouble);
  const restored: (() => void)[] = [];
  const watch = watchBus(redis, () => {
    for (const callback of restored) callback();
  });
  return {
    leases: createRedisLeases(redis.commands),
    limiter: limited ? createRateLimiter(redis.commands) : unlimited,
    adapter: createSocketAdapter(redis, onTrouble),
    onRestored: (callback) => restored.push(callback),
    close: () => {
      watch.close();
      redis.close();
    },
  };
}
