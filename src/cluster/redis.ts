/** Opens the Redis connections of a node: commands and pushes fail fast, subscriptions wait and come back. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { OperatorError } from '../policy/exit-codes.ts';

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

/** ioredis subscribes again by itself, and handles no failure of it: a node that ends meanwhile would report one for each room. */
class Subscriptions extends Redis {
  override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
    command.promise.catch(() => {});
    return super.sendCommand(command, stream);
  }
}

const failFast = { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 1_000 };

/**
 * @param onTrouble - called with every connection error, for the log. The node starts and goes on without Redis.
 * @throws Error when the configuration is wrong: an unknown host, or a name or password that Redis refuses.
 */
export async function connectRedis(url: string, onTrouble: (error: Error) => void): Promise<RedisConnections> {
  const commands = new Redis(url, { ...shared, ...failFast });
  const pushes = new Redis(url, { ...shared, ...failFast });
  const subscriptions = new Subscriptions(url, { ...shared, maxRetriesPerRequest: null });
  const all = [commands, pushes, subscriptions];
  const close = () => {
    for (const connection of all) connection.disconnect();
  };
  for (const connection of all) connection.on('error', onTrouble);
  const errors = (await Promise.all(all.map(connect))).flat();
  const fault = errors.find(isConfigurationFault);
  if (fault) {
    close();
    const { host } = new URL(url);
    throw new OperatorError('unreachable', `Redis at ${host} cannot be used (${fault.message}). Check REDIS_URL.`);
  }
  return { commands, subscriptions, pushes, subscribed: oncePerTurn(() => subscribed(subscriptions)), close };
}

/** Settles when Redis has answered or the first attempt has failed; answers the errors of the attempt. */
async function connect(connection: Redis): Promise<Error[]> {
  const errors: Error[] = [];
  const note = (error: Error) => errors.push(error);
  connection.on('error', note);
  await connection.connect().catch(note);
  connection.off('error', note);
  return errors;
}

/** An error that every later attempt would meet again. A Redis that is away or silent is not one. */
function isConfigurationFault(error: Error & { code?: string }): boolean {
  return error.code === 'ENOTFOUND' || /^(WRONGPASS|NOAUTH|NOPERM|ERR) /.test(error.message);
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
