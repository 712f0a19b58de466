/** Connects two nodes to one Redis, for tests of shared counts. */
import type { Redis as Commands } from 'ioredis';
import { connectRedis, type RedisConnections } from '../../src/cluster/redis.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';

export interface JoinedNodes<T> {
  here: T;
  there: T;
  server: Redis;
  /** The connection of the first node. */
  commands: Commands;
}

/** @param make - creates the tested object of one node; it exists when the tests run. */
export function joinRedis<T>(make: (commands: Commands) => T): JoinedNodes<T> {
  const nodes = {} as JoinedNodes<T>;
  let connections: RedisConnections[] = [];
  before(async () => {
    const server = await startRedis();
    connections = await Promise.all([1, 2].map(() => connectRedis(server.url(), () => {})));
    const [here, there] = connections.map(({ commands }) => make(commands)) as [T, T];
    Object.assign(nodes, { here, there, server, commands: connections[0]?.commands });
  });
  after(async () => {
    for (const redis of connections) redis.close();
    await nodes.server?.dispose();
  });
  return nodes;
}
