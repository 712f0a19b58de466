/** The deployment under test: three nodes behind HAProxy, one MariaDB, one Redis, and a fault proxy on every link. */
import { randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mariadb';
import { type Haproxy, startHaproxy } from '../support/haproxy.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { until } from '../support/waiting.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { heapProbe } from './heap-size.ts';

export interface BedNode {
  name: string;
  process: ServerProcess;
  /** Between the node and its database. */
  database: FaultProxy;
  /** Between the node and Redis. */
  redis: FaultProxy;
  /** Between HAProxy and the node. */
  balancer: FaultProxy;
}

export interface TestBedOptions {
  nodes?: number;
  /** Added to the environment of the node with this index. */
  nodeEnv?: (index: number) => Record<string, string>;
  balancers?: number;
  tunnelTimeout?: string;
}

export interface TestBed {
  nodes: readonly BedNode[];
  mariadb: Mariadb;
  redis: Redis;
  /** The port of the Redis that new connections of the nodes reach. */
  redisTarget: { port: number };
  haproxies: readonly Haproxy[];
  databaseUrl: string;
  databaseName: string;
  /** The folder of files that the nodes share. */
  filesDir: string;
  /** Queries the database without a fault proxy. */
  query<T>(sql: string, values?: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

export async function startTestBed(options: TestBedOptions = {}): Promise<TestBed> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one().catch(() => {});
  };
  try {
    return await start(options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  { nodes: count = 3, nodeEnv = () => ({}), balancers = 1, tunnelTimeout = '60s' }: TestBedOptions,
  stops: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<TestBed> {
  const [mariadb, redis] = await Promise.all([startMariadb(), startRedis()]);
  stops.push(
    () => mariadb.dispose(),
    () => redis.dispose(),
  );
  const databaseUrl = await mariadb.createDatabase();
  const redisTarget = { port: redis.port };
  const filesDir = makeFolder('fault-files');
  stops.push(async () => removeFolder(filesDir));
  const secrets = { SESSION_SECRET: randomBytes(32).toString('hex'), TRUST_PROXY: '127.0.0.1' };
  const env = { ...secrets, FILES_DIR: filesDir, LOBBY: 'on', ...heapProbe };
  const nodes = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      startNode(`node${index + 1}`, { mariadb, redisTarget, databaseUrl, env: { ...env, ...nodeEnv(index) } }, stops),
    ),
  );
  const ports = nodes.map(({ balancer }) => ({ port: balancer.port }));
  // The checks of the deployment: on one busy machine a node answers late and is still healthy.
  const check = 'inter 1s fall 3';
  const haproxies = await Promise.all(
    Array.from({ length: balancers }, () => startHaproxy({ nodes: ports, tunnelTimeout, check })),
  );
  stops.push(() => Promise.all(haproxies.map((haproxy) => haproxy.dispose())));
  await Promise.all(nodes.map(({ name, process }) => until(`${name} is ready`, () => process.isReadyForTraffic())));
  const databaseName = new URL(databaseUrl).pathname.slice(1);
  const query = queryOn(mariadb, databaseName);
  return { nodes, mariadb, redis, redisTarget, haproxies, databaseUrl, databaseName, filesDir, query, stop };
}

interface NodeParts {
  mariadb: Mariadb;
  redisTarget: { port: number };
  databaseUrl: string;
  env: Record<string, string>;
}

async function startNode(name: string, parts: NodeParts, stops: (() => Promise<unknown>)[]): Promise<BedNode> {
  const { mariadb, redisTarget, databaseUrl, env } = parts;
  const database = await startFaultProxy(`${name} to MariaDB`, () => mariadb.port);
  const redisLink = await startFaultProxy(`${name} to Redis`, () => redisTarget.port);
  stops.push(
    () => database.close(),
    () => redisLink.close(),
  );
  const behind = Object.assign(new URL(databaseUrl), { port: `${database.port}` }).href;
  const process = await startServer({
    env: { ...env, DATABASE_URL: behind, REDIS_URL: `redis://127.0.0.1:${redisLink.port}/1` },
  });
  stops.push(() => process.dispose());
  const balancer = await startFaultProxy(`HAProxy to ${name}`, () => process.port);
  stops.push(() => balancer.close());
  return { name, process, database, redis: redisLink, balancer };
}

/** Opens one connection per query, because the server may have been killed since the last one. */
function queryOn(mariadb: Mariadb, database: string): TestBed['query'] {
  return async (sql, values = []) => {
    const { username, password, port } = new URL(mariadb.url(database));
    const connection: Connection = await createConnection({
      host: '127.0.0.1',
      port: Number(port),
      user: username,
      password,
      database,
      connectTimeout: 5_000,
      timezone: 'Z',
    });
    try {
      return await connection.query(sql, values);
    } finally {
      await connection.end();
    }
  };
}
