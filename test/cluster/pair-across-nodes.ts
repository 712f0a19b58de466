/** Starts two nodes, and registers and connects two users on them. */
import { randomUUID } from 'node:crypto';
import { register, type TestUser, uniqueName } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import type { Device } from '../support/device.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';

export interface Pair {
  ann: TestUser;
  ben: TestUser;
  /** Ann's device, on the first node. */
  annDevice: Device;
  /** Ben's device, on the second node. */
  benDevice: Device;
}

export interface Nodes {
  first: string;
  second: string;
}

export interface TwoNodes {
  cluster: Cluster;
  redis: Redis;
}

/** Starts two nodes and their Redis before the tests of the suite, and stops them afterwards. */
export function useTwoNodes(): () => TwoNodes {
  let redis: Redis | undefined;
  let cluster: Cluster | undefined;
  before(async () => {
    redis = await startRedis();
    cluster = await startCluster({ nodes: 2, redis });
  });
  after(async () => {
    await cluster?.stop();
    await redis?.dispose();
  });
  return () => {
    if (!cluster || !redis) throw new Error('The nodes have not started');
    return { cluster, redis };
  };
}

export function nodesOf({ nodes: [first, second] }: Cluster): Nodes {
  if (!first || !second) throw new Error('These tests need two nodes');
  return { first: first.url, second: second.url };
}

export async function registerPair(cluster: Cluster): Promise<{ ann: TestUser; ben: TestUser }> {
  const { first, second } = nodesOf(cluster);
  const [ann, ben] = await Promise.all([
    register(first, { username: uniqueName('ann') }),
    register(second, { username: uniqueName('ben') }),
  ]);
  return { ann, ben };
}

export async function connectPair(cluster: Cluster): Promise<Pair> {
  const { ann, ben } = await registerPair(cluster);
  const [annDevice, benDevice] = await Promise.all([ann.connect(), ben.connect()]);
  return { ann, ben, annDevice, benDevice };
}

/** A message like the page sends it. */
export const draft = (to: string, body = 'Hello', clientId: string = randomUUID()) => ({ to, body, clientId });
