/** Opens the Redis connections of a node: commands and pushes fail fast, subscriptions wait and come back. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** The subscriptions asked for are active; where they are not yet, `late` settles when they are. */
export interface Subscribed {
  late: Promise<void> | null;
}

export interface RedisConnections {
  /** Answers within a second or fails; no command waits for Redis to come back. */
  commands: Redis;
  subscriptions: Redis;
  /** Like `commands`, for pushes only: a large batch of pushes delays no command that a request waits for. */
  pushes: Redis;
  /** Settles when every subscription asked for so far is active, when Redis is away, or after a second with `late`. */
  subscribed(): Promise<Subscribed>;
  close(): void;
}

const shared = {
  lazyConnect: true,
  connectTimeout: 1_000,
  keepAlive: 5_000,
  // Reconnects when no answer comes, also while connecting: a half-open connection would stay for ever.
  socketTimeout: 2_500,
  // After a failover the address leads to another server; the old one is read-only.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 1_000) * (0.5 + Math.random() / 2),
};

const failFast = { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 1_000 };

/**
 * @param onTrouble - called with every connection error, for the log. The node goes on without Redis.
 * @throws Error when Redis cannot be reached at the start: the configuration is probably wrong.
 */
export async function connectRedis(url: string, onTrouble: (error: Error) => void): Promise<RedisConnections> {
  const commands = new Redis(url, { ...shared, ...failFast });
  const pushes = new Redis(url, { ...shared, ...failFast });
  const subscriptions = new Redis(url, { ...shared, maxRetriesPerRequest: null });
  const all = [commands, pushes, subscriptions];
  const close = () => {
    for (const connection of all) connection.disconnect();
  };
  for (const connection of all) connection.on('error', onTrouble);
  try {
    await Promise.all(all.map((connection) => connection.connect()));
  } catch (error) {
    close();
    const { host } = new URL(url);
    throw new Error(`Redis at ${host} does not answer (${(error as Error).message}). Check REDIS_URL.`);
  }
  return { commands, subscriptions, pushes, subscribed: oncePerTurn(() => subscribed(subscriptions)), close };
}

/** How long a welcome waits for the subscriptions of its rooms, in milliseconds. */
const subscribedMs = 1_000;

/** Redis answers the commands of one connection in order, so the answer to a ping confirms all subscriptions before it. */
async function subscribed(subscriptions: Redis): Promise<Subscribed> {
  // No push arrives now; when Redis is back, the node tells every client to fetch.
  if (subscriptions.status !== 'ready') return { late: null };
  const answered = subscriptions.ping().then(
    () => {},
    () => {},
  );
  const inTime = answered.then(() => ({ late: null }));
  return Promise.race([inTime, setTimeout(subscribedMs, { late: answered }, { ref: false })]);
}

/** Callers of one event-loop turn share one answer. */
function oncePerTurn<T>(ask: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | undefined;
  return () => {
    next ??= setImmediate().then(() => {
      next = undefined;
      return ask();
    });
    return next;
  };
}
