/** Implements the cache of sessions in Redis. It keeps no secret, and signs each entry: who writes to Redis signs nobody in. */

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Redis, Result } from 'ioredis';
import type { CachedSession, SessionCache } from '../engine/ports/session-cache-port.ts';
import { sessionIdOf, type VerifiedSession } from '../engine/ports/session-port.ts';
import { sessionLife } from '../policy/session-life.ts';

/** A request waits this long for Redis before it asks the database, in milliseconds. */
const answerMs = 300;

/** Life of the mark of an ended session: longer than any entry from before the end is trusted, in milliseconds. */
const endedMs = 15 * 60_000;

const ended = 'ended';

const keyOf = (id: string) => `duologue:session:${id}`;

/** An entry that is newer by more than this comes from a wrong clock, in milliseconds. */
const clockErrorMs = 60_000;

/** Each key has three values: the time of verification, its life in milliseconds, and the entry. */
const writeScript = `
  for index, key in ipairs(KEYS) do
    local verified, life, entry = ARGV[3 * index - 2], ARGV[3 * index - 1], ARGV[3 * index]
    local old = redis.call('GET', key)
    local newest = old and tonumber(string.match(old, '^%d+')) or 0
    local isNewer = newest > tonumber(verified) and newest < tonumber(verified) + ${clockErrorMs}
    if old ~= '${ended}' and not isNewer then redis.call('SET', key, entry, 'PX', life) end
  end
  return #KEYS`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    writeSessions(keyCount: number, ...keysAndValues: (string | number)[]): Result<number, Context>;
  }
}

/** @param secrets - the first one signs, all verify. */
export function createSessionCache(redis: Redis, secrets: readonly string[]): SessionCache {
  redis.defineCommand('writeSessions', { lua: writeScript });
  const format = createEntryFormat(secrets);
  return {
    async read(secretHashes) {
      const entries = await inTime(redis.mget(secretHashes.map((secretHash) => keyOf(sessionIdOf(secretHash)))));
      const found = secretHashes.map((secretHash, index) => format.parse(secretHash, entries?.[index] ?? ''));
      return new Map(found.flatMap((session) => (session ? [[session.secretHash, session]] : [])));
    },
    async write(sessions) {
      // The id of a session from an earlier version leads to no secret.
      const some = sessions.filter((session) => session.id === sessionIdOf(session.secretHash) && lifeOf(session) > 0);
      if (some.length === 0) return;
      const values = some.flatMap((session) => [session.verifiedAt, lifeOf(session), format.print(session)]);
      await inTime(redis.writeSessions(some.length, ...some.map(({ id }) => keyOf(id)), ...values));
    },
    async end(ids) {
      if (ids.length === 0) return;
      const pipeline = redis.pipeline();
      for (const id of ids) pipeline.set(keyOf(id), ended, 'PX', endedMs);
      await inTime(pipeline.exec());
    },
  };
}

/** The entry lives as long as an unused session. */
const lifeOf = ({ expiresAt, verifiedAt }: VerifiedSession) => Math.min(sessionLife.idleMs, expiresAt - verifiedAt);

/** Answers null after an error or too long a wait; then the work goes on unobserved. */
async function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    // One more turn: after a standstill of this process the answer may be there, but not read yet.
    timer = setTimeout(() => void setImmediate().then(() => resolve(null)), answerMs);
  });
  try {
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}

interface Fields {
  userId: string;
  username: string;
  displayName: string;
  lastSeenAt: number | null;
  /** Missing in entries of earlier versions. */
  avatarId?: string | null;
  status?: string | null;
}

/** An entry is `verifiedAt:signature:fields`. The signature covers the hash of the secret, so that no entry fits another key. */
function createEntryFormat(secrets: readonly string[]) {
  const keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', 'duologue cached sessions', 32)));
  const sign = (key: Buffer, secretHash: string, verifiedAt: string, fields: string) =>
    createHmac('sha256', key).update(`${secretHash}:${verifiedAt}:${fields}`).digest('base64url');
  return {
    print({ secretHash, verifiedAt, user }: VerifiedSession): string {
      const { id: userId, lastSeenAt, ...names } = user;
      const fields: Fields = { userId, ...names, lastSeenAt: lastSeenAt?.getTime() ?? null };
      const text = JSON.stringify(fields);
      return `${verifiedAt}:${sign(keys[0] as Buffer, secretHash, `${verifiedAt}`, text)}:${text}`;
    },
    /** Null for anything that `print` has not printed for this secret. */
    parse(secretHash: string, entry: string): CachedSession | null {
      const [, verifiedAt, signature, text] = /^(\d{1,16}):([\w-]{43}):(.*)$/s.exec(entry) ?? [];
      if (verifiedAt === undefined || signature === undefined || text === undefined) return null;
      if (!keys.some((key) => isEqual(sign(key, secretHash, verifiedAt, text), signature))) return null;
      const { userId, lastSeenAt, avatarId = null, status = null, ...names } = JSON.parse(text) as Fields;
      const seenAt = lastSeenAt === null ? null : new Date(lastSeenAt);
      const user = { id: userId, ...names, lastSeenAt: seenAt, avatarId, status };
      return { id: sessionIdOf(secretHash), userId, user, secretHash, verifiedAt: Number(verifiedAt) };
    },
  };
}

const isEqual = (one: string, other: string) => timingSafeEqual(Buffer.from(one), Buffer.from(other));
