/** Implements the roll of the lobby: in Redis, or as a map in the process when there is one node. */
import type { Redis, Result } from 'ioredis';
import type { UserId } from '../engine/ports/identifiers.ts';
import { awayMs, type OnlineRoll, onlineMax } from '../engine/ports/online-roll-port.ts';
import { leaseMs } from './presence-leases.ts';

/** Users of one command: others wait meanwhile. */
const batchMax = 200;

export function createMemoryRoll(now: () => number = () => performance.now()): OnlineRoll {
  /** The end of each user's time; infinite for those who are here. */
  const ends = new Map<UserId, number>();
  return {
    async enter(userIds) {
      const isNew = userIds.filter((id) => !ends.has(id));
      for (const id of userIds) ends.set(id, Number.POSITIVE_INFINITY);
      return isNew;
    },
    async leave(userId) {
      if (ends.has(userId)) ends.set(userId, now() + awayMs);
    },
    async strikeGone() {
      const gone = [...ends].filter(([, end]) => end <= now()).map(([id]) => id);
      for (const id of gone.slice(0, batchMax)) ends.delete(id);
      return gone.slice(0, batchMax);
    },
    count: async () => ends.size,
    list: async () => [...ends.keys()].slice(0, onlineMax).sort(),
  };
}

const key = 'duologue:lobby';

const now = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/** A sorted set of user ids, scored by the end of their time in Redis' time. Answers the new ones. Without any node, the roll ends: nobody is told later of a departure long ago. */
const enterScript = `${now}
  local new = {}
  for index = 2, #ARGV do
    if redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[index]) == 1 then table.insert(new, ARGV[index]) end
  end
  redis.call('PEXPIRE', KEYS[1], 3 * ARGV[1])
  return new`;

const leaveScript = `${now}
  redis.call('ZADD', KEYS[1], 'XX', now + ARGV[1], ARGV[2])`;

const strikeScript = `${now}
  local gone = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
  if #gone > 0 then redis.call('ZREM', KEYS[1], unpack(gone)) end
  return gone`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    enterRoll(key: string, ms: number, ...userIds: string[]): Result<string[], Context>;
    leaveRoll(key: string, ms: number, userId: string): Result<null, Context>;
    strikeRoll(key: string, limit: number): Result<string[], Context>;
  }
}

export function createRedisRoll(redis: Redis): OnlineRoll {
  redis.defineCommand('enterRoll', { numberOfKeys: 1, lua: enterScript });
  redis.defineCommand('leaveRoll', { numberOfKeys: 1, lua: leaveScript });
  redis.defineCommand('strikeRoll', { numberOfKeys: 1, lua: strikeScript });
  const none = () => [] as UserId[];
  return {
    async enter(userIds) {
      const isNew: UserId[] = [];
      for (let start = 0; start < userIds.length; start += batchMax) {
        const batch = userIds.slice(start, start + batchMax);
        isNew.push(...(await redis.enterRoll(key, leaseMs, ...batch).catch(none)));
      }
      return isNew;
    },
    leave: async (userId) => void (await redis.leaveRoll(key, awayMs, userId).catch(() => null)),
    strikeGone: () => redis.strikeRoll(key, batchMax).catch(none),
    count: () => redis.zcard(key).catch(() => 0),
    list: async () => (await redis.zrange(key, 0, `${onlineMax - 1}`).catch(none)).sort(),
  };
}
