/** Everything nodes share, in either form: Redis when there are many, the process itself when there is one. */
import type { Bus } from '../engine/ports/bus-port.ts';
import type { PresenceLeases } from '../engine/ports/presence-port.ts';
import type { FailureCounter, RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { watchBus } from './bus-watch.ts';
import { createFailureCounter, uncounted } from './failure-counter.ts';
import { createMemoryLeases, createRedisLeases } from './presence-leases.ts';
import { createRateLimiter, unlimited } from './rate-limiter.ts';
import { connectRedis, type Subscribed } from './redis.ts';
import {
  type AdapterConstructor,
  type AdapterOptions,
  createSocketAdapter,
  type PushElsewhere,
} from './socket-adapter.ts';

export interface SharedState {
  leases: PresenceLeases;
  limiter: RateLimiter;
  failures: FailureCounter;
  /** Null when there is one node: Socket.IO's own adapter serves. */
  adapter: AdapterConstructor | null;
  pushElsewhere: PushElsewhere;
  bus: Bus;
  /** Settles when what other nodes push to the rooms joined so far is heard here; or, for patience has its end, `late` does. */
  subscribed(): Promise<Subscribed>;
  close(): Promise<void>;
}

export interface SharedStateOptions extends Pick<AdapterOptions, 'isSilent' | 'onHeard'> {
  /** Null for the embedded shape. */
  redisUrl: string | null;
  limited: boolean;
  onTrouble(error: Error): void;
  /** Called whenever pushes of other nodes may have been lost, with why. */
  onMissed(reason: string): void;
}

/** @throws Error when Redis cannot be reached. */
export async function openSharedState(options: SharedStateOptions): Promise<SharedState> {
  const { redisUrl, limited, onTrouble, onMissed, isSilent, onHeard } = options;
  if (redisUrl === null) {
    const limiter = limited ? createRateLimiter(null) : unlimited;
    const failures = limited ? createFailureCounter(null) : uncounted;
    const leases = createMemoryLeases();
    const bus = { alone: () => true, isTroubled: () => false };
    const subscribed = async () => ({ late: null });
    const nothing = { adapter: null, pushElsewhere: () => {}, subscribed, close: async () => {} };
    return { leases, limiter, failures, bus, ...nothing };
  }
  const redis = await connectRedis(redisUrl, onTrouble);
  const watch = watchBus(redis, onMissed);
  const { Adapter, pushElsewhere } = createSocketAdapter(redis, {
    onTrouble,
    onLost: watch.noteLost,
    isSilent,
    onHeard,
  });
  return {
    leases: createRedisLeases(redis.commands),
    limiter: limited ? createRateLimiter(redis.commands) : unlimited,
    failures: limited ? createFailureCounter(redis.commands) : uncounted,
    adapter: Adapter,
    pushElsewhere,
    bus: watch,
    subscribed: redis.subscribed,
    close: async () => {
      await watch.close();
      redis.close();
    },
  };
}
