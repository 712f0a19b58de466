/** Implements presence leases: in Redis, or as a set in the process when there is one node. */

import { randomUUID } from 'node:crypto';
import type { Redis, Result } from 'ioredis';
import type { UserId } from '../engine/ports/identifiers.ts';
import type { PresenceLeases } from '../engine/ports/presence-port.ts';
import { createCommandCork } from './command-cork.ts';

/** Life of a lease that is not renewed, in milliseconds: the leases of a dead node end after this. */
export const leaseMs = 20_000;

/** Leases that one pipeline renews: each takes Redis about 10 µs, and messages wait meanwhile. */
const renewMax = 200;

export function createMemoryLeases(): PresenceLeases {
  const online = new Set<UserId>();
  return {
    arrive: async (userId) => !online.has(userId) && online.add(userId).has(userId),
    leave: async (userId) => online.delete(userId),
    online: async (userIds) => new Set(userIds.filter((id) => online.has(id))),
    renew: async () => {},
  };
}

/** Each user has a sorted set: node ids, scored by the end of the lease in Redis' time. Answers the number of other leases. */
const arriveScript = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
  redis.call('ZREM', KEYS[1], ARGV[1])
  local others = redis.call('ZCARD', KEYS[1])
  redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return others`;

/** Answers the number of leases left. */
const leaveScript = `
  local time = redis.call('TIME')
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', time[1] * 1000 + math.floor(time[2] / 1000))
  redis.call('ZREM', KEYS[1], ARGV[1])
  return redis.call('ZCARD', KEYS[1])`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    arriveLease(key: string, node: string, ms: number): Result<number, Context>;
    leaveLease(key: string, node: string): Result<number, Context>;
  }
}

export function createRedisLeases(redis: Redis): PresenceLeases {
  redis.defineCommand('arriveLease', { numberOfKeys: 1, lua: arriveScript });
  redis.defineCommand('leaveLease', { numberOfKeys: 1, lua: leaveScript });
  const cork = createCommandCork(redis);
  const node = randomUUID();
  /** The users with a socket on this node: the answer while Redis is away. */
  const here = new Set<UserId>();

  return {
    async arrive(userId) {
      here.add(userId);
      cork();
      const others = await redis.arriveLease(keyOf(userId), node, leaseMs).catch(() => 0);
      return others === 0;
    },
    async leave(userId) {
      here.delete(userId);
      cork();
      const left = await redis.leaveLease(keyOf(userId), node).catch(() => 0);
      return left === 0;
    },

    // The key expires with the last lease, so a key that exists means that the user is online.
    async online(userIds) {
      if (userIds.length === 0) return new Set();
      const pipeline = redis.pipeline();
      for (const userId of userIds) pipeline.exists(keyOf(userId));
      const answers = await pipeline.exec().catch(() => null);
      return new Set(userIds.filter((userId, index) => here.has(userId) || answers?.[index]?.[1] === 1));
    },

    async renew(userIds) {
      for (let start = 0; start < userIds.length; start += renewMax) {
        // A user who left since the caller made the list must not come back.
        const batch = userIds.slice(start, start + renewMax).filter((userId) => here.has(userId));
        await renewBatch(redis, node, batch);
      }
    },
  };
}

const keyOf = (userId: UserId) => `duologue:online:${userId}`;

async function renewBatch(redis: Redis, node: string, userIds: readonly UserId[]): Promise<void> {
  const pipeline = redis.pipeline();
  for (const userId of userIds) pipeline.arriveLease(keyOf(userId), node, leaseMs);
  await pipeline.exec().catch(() => null);
}
