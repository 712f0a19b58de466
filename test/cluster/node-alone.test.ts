/** A single node publishes nothing, and publishes again as soon as another node joins. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { nextEvent } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { draft, nodesOf, registerPair } from './pair-across-nodes.ts';

describe('a node that is alone', () => {
  let cluster: Cluster;
  let observer: Redis;
  let monitor: Redis;
  /** Pushes sent to Redis. */
  let published = 0;
  let marker = '';

  before(async () => {
    cluster = await startCluster({ nodes: 2 });
    observer = new Redis(cluster.redisUrl);
    monitor = await observer.monitor();
    monitor.on('monitor', (_time: string, [command, value = '']: string[]) => {
      if (command === 'spublish' && value.includes('#user:')) published += 1;
      if (command === 'echo') marker = value;
    });
  });
  after(async () => {
    monitor?.disconnect();
    observer?.disconnect();
    await cluster?.stop();
  });

  it('publishes nothing after the other node left, and publishes for the next one that joins', async () => {
    const { ann, ben } = await registerPair(cluster);
    const second = cluster.nodes[1]!;
    const annDevice = await ann.connect();
    const send = () => annDevice.ask('chatMessage', draft(ben.username));

    const before = published;
    await send();
    await until('the push is published', () => published > before);
    await second.stop();
    const quiet = async () => {
      const count = published;
      await send();
      // Redis runs commands in order: every earlier publish has been seen when this echo has.
      const mine = randomUUID();
      await observer.echo(mine);
      await until('the monitor has caught up', () => marker === mine);
      return published === count;
    };
    await until('nothing is published', quiet, { ms: 60_000 });

    await second.start();
    const benDevice = await ben.connect(nodesOf(cluster).second);
    const heard = nextEvent(benDevice, 'chatMessage');
    const { message } = await send();
    expect(await heard).to.deep.equal(message);
  });
});
