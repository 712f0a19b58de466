/** Who is connected where: leases in Redis, or a set in the process when there is one node. */

import { randomUUID } from 'node:crypto';
import type { Redis, Result } from 'ioredis';
import type { UserId } from '../engine/ports/identifiers.ts';
import type { PresenceLeases } from '../engine/ports/presence-port.ts';

/** How long a lease lives without being renewed, in milliseconds: a node that died is forgotten after this. */
export const leaseMs = 20_000;

/** How many leases are renewed in one go: some 10 µs each, and messages wait meanwhile. */
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

/** One sorted set a user: node ids by when their lease ends, in Redis' own time. Answers how many other leases there were. */
const arriveScript = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
  redis.call('ZREM', KEYS[1], ARGV[1])
  local others = redis.call('ZCARD', KEYS[1])
  redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return others`;

/** Answers how many leases are left. */
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
  const node = randomUUID();
  // What this node knows of its own: the answer while Redis is away.
  const here = new Set<UserId>();
  const keyOf = (userId: UserId) => `duologue:online:${userId}`;

  return {
    async arrive(userId) {
      here.add(userId);
      const others = await redis.arriveLease(keyOf(userId), node, leaseMs).catch(() => 0);
      return others === 0;
    },

    async leave(userId) {
      here.delete(userId);
      const left = await redis.leaveLease(keyOf(userId), node).catch(() => 0);
      return left === 0;
    },

    // The key itself ends with the last lease that was renewed, so that it is there means that somebody is.
    async online(userIds) {
      if (userIds.length === 0) return new Set();
      const pipeline = redis.pipeline();
      for (const userId of userIds) pipeline.exists(keyOf(userId));
      const answers = await pipeline.exec().catch(() => null);
      return new Set(userIds.filter((userId, index) => here.has(userId) || answers?.[index]?.[1] === 1));
    },

    async renew(userIds) {
      for (let start = 0; start < userIds.length; start += renewMax) {
        const pipeline = redis.pipeline();
        // Who has left since the list was made must not come back.
        const some = userIds.slice(start, start + renewMax).filter((userId) => here.has(userId));
        for (const userId of some) pipeline.arriveLease(keyOf(userId), node, leaseMs);
        await pipeline.exec().catch(() => null);
      }
    },
  };
}
