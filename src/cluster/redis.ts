/** The Redis connections of a node: for commands and pushes, which fail fast, and for subscriptions, which come back. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** That subscriptions hold; where they do not yet, `late` settles when they do. */
export interface Subscribed {
  late: Promise<void> | null;
}

export interface RedisConnections {
  /** Answers within a second or fails; nothing waits for Redis to come back. */
  commands: Redis;
  subscriptions: Redis;
  /** As `commands`, for pushes alone: those of a large batch are not in the way of what others wait for. */
  pushes: Redis;
  /** Settles when every subscription asked for so far holds, when Redis is away, or when patience is over. */
  subscribed(): Promise<Subscribed>;
  close(): void;
}

const shared = {
  lazyConnect: true,
  connectTimeout: 1_000,
  keepAlive: 5_000,
  // A connection that no longer answers is made anew, also while it is being made: half-open, it would be waited for without end.
  socketTimeout: 2_500,
  // After a failover the address leads to another server; this one only reads by now.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 1_000) * (0.5 + Math.random() / 2),
};

const failFast = { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 1_000 };

/**
 * @param onTrouble - told of every connection error, for the log; a lost Redis is no reason to stop.
 * @throws Error when Redis cannot be reached now: a node that starts without it was configured wrongly.
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
  for (const connection of all) writeTogether(connection);
  try {
    await Promise.all(all.map((connection) => connection.connect()));
  } catch (error) {
    close();
    const { host } = new URL(url);
    throw new Error(`Redis at ${host} does not answer (${(error as Error).message}). Check REDIS_URL.`);
  }
  return { commands, subscriptions, pushes, subscribed: together(() => subscribed(subscriptions)), close };
}

/**
 * Writes at the end of a turn of the loop what was sent in it: the pushes of a batch, and the subscriptions and leases of
 * those who were let in together. ioredis' own way of doing so knows no subscriptions, and costs a pipeline for each turn.
 */
function writeTogether(redis: Redis): void {
  const send = redis.sendCommand.bind(redis);
  let isHeld = false;

  function hold(stream: Redis['stream']): void {
    isHeld = true;
    stream.cork();
    void setImmediate().then(() => {
      isHeld = false;
      stream.uncork();
    });
  }

  redis.sendCommand = (...command) => {
    if (!isHeld && redis.stream) hold(redis.stream);
    return send(...command);
  };
}

const patienceMs = 1_000;

/** Redis answers one connection in order: an answer to what was asked last means that all before it was done. */
async function subscribed(subscriptions: Redis): Promise<Subscribed> {
  // Nothing is heard anyway, and everybody told to fetch when it is back.
  if (subscriptions.status !== 'ready') return { late: null };
  const answered = subscriptions.ping().then(
    () => {},
    () => {},
  );
  const inTime = answered.then(() => ({ late: null }));
  return Promise.race([inTime, setTimeout(patienceMs, { late: answered }, { ref: false })]);
}

/** When many ask in one turn of the loop, they share an answer. */
function together<T>(ask: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | undefined;
  return () => {
    next ??= setImmediate().then(() => {
      next = undefined;
      return ask();
    });
    return next;
  };
}
