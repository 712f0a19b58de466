/** Starts a whole deployment on this machine: node processes behind HAProxy, with one MariaDB and one Redis. */
import { randomBytes } from 'node:crypto';
import type { DatabaseServer } from './database-server.ts';
import { type Haproxy, startHaproxy } from './haproxy.ts';
import { sharedMariadb } from './mariadb.ts';
import { type Redis, type RedisServer, sharedRedis, startRedis } from './redis-server.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { until } from './waiting.ts';

export interface ClusterOptions {
  nodes?: number;
  /** Servers that the test owns and may stop, kill or freeze; the cluster leaves them running. */
  mariadb?: DatabaseServer;
  redis?: RedisServer;
  env?: Record<string, string>;
}

export interface Cluster {
  /** Through HAProxy. */
  url: string;
  nodes: readonly ServerProcess[];
  haproxy: Haproxy;
  databaseUrl: string;
  redisUrl: string;
  stop(): Promise<void>;
}

export async function startCluster({
  nodes: count = 2,
  mariadb,
  redis,
  env = {},
}: ClusterOptions = {}): Promise<Cluster> {
  const databaseUrl = await (mariadb ?? (await sharedMariadb())).createDatabase();
  const ownRedis = redis || process.env.TEST_REDIS_URL ? undefined : await startRedis();
  const redisUrl = await (redis ?? ownRedis ?? (await sharedRedis())).freshDatabase();
  const settings = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    TRUST_PROXY: '127.0.0.1',
    ...env,
  };
  const nodes: ServerProcess[] = [];
  try {
    nodes.push(...(await startNodes(count, settings)));
    await Promise.all(nodes.map((node) => until(`${node.url} is ready`, () => node.isReadyForTraffic())));
    const haproxy = await startHaproxy({ nodes });
    const stop = () => stopAll(nodes, haproxy, ownRedis);
    return { url: haproxy.url, nodes, haproxy, databaseUrl, redisUrl, stop };
  } catch (error) {
    await stopAll(nodes, undefined, ownRedis);
    throw error;
  }
}

/** Starts all nodes at once, as an orchestrator would: they compete to migrate one database. */
async function startNodes(count: number, env: Record<string, string>): Promise<ServerProcess[]> {
  const starts = await Promise.allSettled(Array.from({ length: count }, () => startServer({ env })));
  const started = starts.filter((start) => start.status === 'fulfilled').map((start) => start.value);
  const failed = starts.find((start) => start.status === 'rejected');
  if (!failed) return started;
  await Promise.all(started.map((node) => node.dispose()));
  throw failed.reason;
}

async function stopAll(nodes: readonly ServerProcess[], haproxy?: Haproxy, redis?: Redis): Promise<void> {
  await Promise.all(nodes.map((node) => node.dispose()));
  await haproxy?.dispose();
  await redis?.dispose();
}
