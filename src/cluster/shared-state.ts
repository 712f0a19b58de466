/** Opens what all nodes share: in Redis when there are many, in the process when there is one. */

import type { Bus } from '../engine/ports/bus-port.ts';
import type { OnlineRoll } from '../engine/ports/online-roll-port.ts';
import type { PresenceLeases } from '../engine/ports/presence-port.ts';
import type { FailureCounter, RateLimiter } from '../engine/ports/rate-limit-port.ts';
import type { ServiceState } from '../engine/ports/service-state-port.ts';
import type { SessionCache } from '../engine/ports/session-cache-port.ts';
import type { ResyncReason } from '../policy/resync-reasons.ts';
import { watchBus } from './bus-watch.ts';
import { createFailureCounter, uncounted } from './failure-counter.ts';
import { createMemoryRoll, createRedisRoll } from './online-roll.ts';
import { createMemoryLeases, createRedisLeases } from './presence-leases.ts';
import { createRateLimiter, unlimited } from './rate-limiter.ts';
import { connectRedis, type Subscribed } from './redis.ts';
import { reasonOf, redisFaultKind } from './redis-faults.ts';
import { createSessionCache } from './session-cache.ts';
import { createSocketAdapter, type SocketAdapter } from './socket-adapter.ts';

export interface SharedState {
  leases: PresenceLeases;
  /** Of the lobby, where there is one. */
  roll: OnlineRoll;
  limiter: RateLimiter;
  failures: FailureCounter;
  /** Null when there is one node: Socket.IO uses its own adapter. */
  adapter: SocketAdapter | null;
  bus: Bus;
  /** Null when there is one node. */
  sessionCache: SessionCache | null;
  /** Settles when this node receives the pushes to all rooms joined so far, or after a second with `late`. */
  subscribed(): Promise<Subscribed>;
  close(): Promise<void>;
}

export interface SharedStateOptions {
  /** Null for a single node. */
  redisUrl: string | null;
  /** Sign the cached sessions. */
  secrets: readonly string[];
  /** Whether rates are limited. */
  limited: boolean;
  /** Told of every failure of Redis, and of each own heartbeat that came back. */
  redisState: ServiceState;
  /** Called when pushes of other nodes may have been lost. */
  onMissed(reason: ResyncReason): void;
}

/** @throws Error when Redis cannot be reached. */
export async function openSharedState(options: SharedStateOptions): Promise<SharedState> {
  const { redisUrl, limited } = options;
  return redisUrl === null ? openInProcess(limited) : openInRedis(redisUrl, options);
}

function openInProcess(limited: boolean): SharedState {
  return {
    leases: createMemoryLeases(),
    roll: createMemoryRoll(),
    limiter: limited ? createRateLimiter(null) : unlimited,
    failures: limited ? createFailureCounter(null) : uncounted,
    adapter: null,
    sessionCache: null,
    bus: { alone: () => true, isTroubled: () => false },
    subscribed: async () => ({ late: null }),
    close: async () => {},
  };
}

async function openInRedis(
  redisUrl: string,
  { limited, secrets, redisState, onMissed }: SharedStateOptions,
): Promise<SharedState> {
  const onTrouble = (error: Error) => redisState.failed(redisFaultKind(error), reasonOf(error));
  const redis = await connectRedis(redisUrl, onTrouble);
  const bus = watchBus(redis, { onMissed, onHeard: redisState.works });
  const adapter = createSocketAdapter(redis, {
    onTrouble,
    onLost(error) {
      bus.noteLost();
      onTrouble(error);
    },
    onUnreadable(error) {
      bus.noteUnreadable();
      redisState.failed('unreadable', error.message);
    },
  });
  return {
    leases: createRedisLeases(redis.commands),
    roll: createRedisRoll(redis.commands),
    limiter: limited ? createRateLimiter(redis.commands) : unlimited,
    failures: limited ? createFailureCounter(redis.commands) : uncounted,
    adapter,
    sessionCache: createSessionCache(redis.commands, secrets),
    bus,
    subscribed: redis.subscribed,
    close: async () => {
      await bus.close();
      redis.close();
    },
  };
}
