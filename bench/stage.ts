/** Starts relay, nodes, MariaDB and Redis on the server's core, with signed-in users. */
import { randomBytes } from 'node:crypto';
import type { Database } from '../src/storage/database/database.ts';
import { openDatabase } from '../src/storage/database/open-database.ts';
import { enlargeBuffers, type Mariadb, startMariadb } from '../test/support/mariadb.ts';
import { type Redis, startRedis } from '../test/support/redis-server.ts';
import { type ServerProcess, startServer } from '../test/support/server-process.ts';
import { until } from '../test/support/waiting.ts';
import type { Plan } from './bench-plan.ts';
import { type Cores, pin } from './cores.ts';
import { type ReferenceProcess, startReference } from './reference-process.ts';
import { seedUsers, signInAll } from './seeded-rows.ts';
import type { Target } from './target.ts';

/** A running Duologue with access to its database. */
export interface Deployment extends Target {
  database: Database;
  sessionSecret: string;
  nodes: readonly ServerProcess[];
}

/** Production settings without rate limits. */
const settings = { RATE_LIMITS: 'off', ARGON2_MEMORY_KIB: '19456', ARGON2_TIME_COST: '2' };

/** A deployment with its own Redis: pub/sub spans all databases of a Redis, so clusters would hear each other. */
export interface Cluster extends Deployment {
  redis: Redis;
}

const bufferPoolBytes = 1024 ** 3;

export class Stage {
  readonly plan: Plan;
  readonly cores: Cores;
  #backends: Promise<[Mariadb, Redis]> | undefined;
  /** Programs that `close` stops, in case a failed suite did not; stopping twice does nothing. */
  readonly #started: { dispose(): Promise<unknown> }[] = [];

  constructor(plan: Plan, cores: Cores) {
    this.plan = plan;
    this.cores = cores;
  }

  /** MariaDB and Redis, started once for all suites. */
  backends(): Promise<[Mariadb, Redis]> {
    this.#backends ??= this.#startBackends();
    return this.#backends;
  }

  async #startBackends(): Promise<[Mariadb, Redis]> {
    const [mariadb, redis] = await Promise.all([startMariadb(), startRedis()]);
    this.#started.push(mariadb, redis);
    await enlargeBuffers(mariadb, bufferPoolBytes);
    for (const { pid } of [mariadb, redis]) pin(pid, this.cores.server);
    return [mariadb, redis];
  }

  /** Starts a Redis beside that of the suites. */
  async redis(): Promise<Redis> {
    const redis = await startRedis();
    this.#started.unshift(redis);
    pin(redis.pid, this.cores.server);
    return redis;
  }

  /**
   * Starts nodes on MariaDB and Redis, with their own database and Redis.
   * @param folder - checkout whose build runs; this one by default.
   * @param extra - settings beside those of every benchmark.
   */
  async cluster(count = 1, folder?: string, extra: Record<string, string> = {}): Promise<Cluster> {
    const [mariadb] = await this.backends();
    const redis = await this.redis();
    const databaseUrl = await mariadb.createDatabase();
    const sessionSecret = randomBytes(32).toString('hex');
    const urls = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url() };
    const env = { ...settings, ...urls, SESSION_SECRET: sessionSecret, ...extra };
    const nodes = await Promise.all(Array.from({ length: count }, () => this.#startNode(env, folder)));
    const pids = [...nodes.map((node) => node.pid), mariadb.pid, redis.pid];
    const deployment = await this.#deploy(nodes, pids, sessionSecret, await openDatabase(databaseUrl, '', true));
    const stop = async () => {
      await deployment.stop();
      await redis.dispose();
    };
    return { ...deployment, redis, stop };
  }

  /** Starts a single node on SQLite. */
  async embedded(): Promise<Deployment> {
    const sessionSecret = randomBytes(32).toString('hex');
    const node = await this.#startNode({ ...settings, SESSION_SECRET: sessionSecret });
    return this.#deploy([node], [node.pid], sessionSecret, await openDatabase(null, node.dataDir));
  }

  async #startNode(env: Record<string, string>, folder?: string): Promise<ServerProcess> {
    const node = await startServer({ env, ...(folder === undefined ? {} : { folder }) });
    this.#started.unshift(node);
    return node;
  }

  async #deploy(
    nodes: readonly ServerProcess[],
    pids: readonly number[],
    sessionSecret: string,
    database: Database,
  ): Promise<Deployment> {
    for (const { pid } of nodes) pin(pid, this.cores.server);
    await Promise.all(nodes.map((node) => until(`${node.url} is ready`, () => node.isReadyForTraffic())));
    const users = await seedUsers(database, 'p', this.plan.pairs * 2);
    const stop = async () => {
      await database.client.$disconnect();
      await Promise.all(nodes.map((node) => node.dispose()));
    };
    return {
      nodes,
      database,
      sessionSecret,
      pids,
      ports: nodes.map((node) => node.port),
      users: await signInAll(database, users, sessionSecret),
      isRelay: false,
      stop,
    };
  }

  /** Starts a reference on the server's core. */
  async reference(script: string, env: Record<string, string> = {}): Promise<ReferenceProcess> {
    const reference = await startReference(script, env);
    this.#started.unshift({ dispose: () => reference.stop() });
    pin(reference.pid, this.cores.server);
    return reference;
  }

  /** Starts the relay, which accepts any username without a check. */
  async relay(): Promise<Target> {
    const relay = await this.reference('bare-relay.ts');
    const users = Array.from({ length: this.plan.pairs * 2 }, (_, index) => relayVisitor(index));
    return {
      ports: [relay.port],
      pids: [relay.pid],
      users,
      isRelay: true,
      stop: async () => void (await relay.stop()),
    };
  }

  async close(): Promise<void> {
    for (const program of this.#started) await program.dispose();
  }
}

export function relayVisitor(index: number): { username: string; cookie: string } {
  const username = `p-${`${index}`.padStart(15, '0')}`;
  return { username, cookie: `user=${username}` };
}

/** Runs the work with these targets and stops them afterwards, also after an error. */
export async function using<T extends readonly Target[], R>(targets: T, work: (targets: T) => Promise<R>): Promise<R> {
  try {
    return await work(targets);
  } finally {
    for (const target of targets) await target.stop();
  }
}
