/** Two nodes in this process with one MariaDB and one Redis; each reaches Redis through a fault proxy. */
import type { Node } from '../../src/compose.ts';
import { type FaultProxy, pass, startFaultProxy } from '../faults/fault-proxy.ts';
import { startNode } from '../http/in-process-node.ts';
import type { TestUser } from '../support/client.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';

export interface CachedNodes {
  redis: Redis;
  urls: readonly [string, string];
  links: readonly [FaultProxy, FaultProxy];
  databaseUrl: string;
  /** The port of the server that new connections reach. */
  target: { port: number };
  heal(): Promise<void>;
  stop(): Promise<void>;
}

export async function startCachedNodes(): Promise<CachedNodes> {
  const redis = await startRedis();
  const databaseUrl = await (await sharedMariadb()).createDatabase();
  const target = { port: redis.port };
  const nodes: Node[] = [];
  const urls: string[] = [];
  const links: FaultProxy[] = [];
  for (const name of ['one', 'two']) {
    const link = await startFaultProxy(`${name} to Redis`, () => target.port);
    const shape = { databaseUrl, redisUrl: `redis://127.0.0.1:${link.port}`, sessionSecrets: ['x'.repeat(32)] };
    const { node, url } = await startNode(shape);
    nodes.push(node);
    urls.push(url);
    links.push(link);
  }
  return {
    redis,
    urls: urls as [string, string],
    links: links as [FaultProxy, FaultProxy],
    databaseUrl,
    target,
    async heal() {
      for (const link of links) await link.set(pass);
    },
    async stop() {
      for (const node of nodes) await node.close();
      for (const link of links) await link.close();
      await redis.dispose();
    },
  };
}

/** The status of a request on each node with this cookie. */
export const statuses = ({ urls }: CachedNodes, user: TestUser, cookie = user.cookie): Promise<number[]> =>
  Promise.all(
    urls.map(async (url) => {
      const there = user.at(url);
      there.cookie = cookie;
      return (await there.fetch('/api/me')).status;
    }),
  );

/** Waits until both nodes refuse the cookie, and expects that they refuse it from then on. */
export async function refusedOnBoth(nodes: CachedNodes, user: TestUser, cookie: string): Promise<void> {
  const areRefused = async () => (await statuses(nodes, user, cookie)).every((status) => status === 401);
  await until('both nodes refuse the session', areRefused, { ms: 5_000 });
  for (let again = 0; again < 5; again += 1) {
    if (!(await areRefused())) throw new Error('A node served an ended session again.');
  }
}
