/** The Redis clients of the Socket.IO adapter: no failure and no odd frame reaches the adapter or ends the process. */
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { createPublisher, createSubscriber, tagBytes } from '../../src/cluster/adapter-clients.ts';
import { connectRedis, type RedisConnections } from '../../src/cluster/redis.ts';
import { startFaultProxy } from '../faults/fault-proxy.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';

const channel = 'duologue#/#user:anna#';
const own = 'own--tag';
const other = 'othertag';

describe('the pair of Redis clients for the adapter', () => {
  let server: Redis;
  let redis: RedisConnections;
  let received: string[];
  let unreadable: string[];
  let lost: Error[];
  let isBroken = false;

  before(async () => {
    server = await startRedis();
  });
  after(() => server?.dispose());

  beforeEach(async () => {
    [received, unreadable, lost, isBroken] = [[], [], [], false];
    redis = await connectRedis(server.url(), () => {});
    const subscriber = createSubscriber(redis.subscriptions, own, {
      onTrouble: () => {},
      onUnreadable: ({ message }) => unreadable.push(message),
    });
    subscriber.on('smessageBuffer', (_channel, frame) => {
      if (isBroken) throw new Error('The adapter failed.');
      received.push(frame.toString());
    });
    subscriber.ssubscribe(channel);
    await redis.subscribed();
  });
  afterEach(() => redis.close());

  const publisher = (tag: string) => createPublisher(redis.pushes, tag, (error) => lost.push(error));
  const marker = '{"marker":true}';

  /** Settles when everything published before has arrived. */
  async function arrived(): Promise<void> {
    await publisher(other).spublish(channel, marker);
    await until('the marker arrives', () => received.includes(marker));
  }

  it('uses tags of the length that the subscriber skips', () => {
    expect([own.length, other.length]).to.deep.equal([tagBytes, tagBytes]);
  });

  it('hands over the frames of other nodes without the tag, and drops the echo of its own', async () => {
    await publisher(own).spublish(channel, '{"echo":true}');
    await publisher(other).spublish(channel, '{"push":true}');
    await arrived();
    expect(received).to.deep.equal(['{"push":true}', marker]);
    expect(unreadable).to.deep.equal([]);
  });

  for (const [what, frame] of [
    ['is empty', ''],
    ['has no tag', '{"type":3,"nsp":"/"}'],
    ['is cut off', `${other}{"type":3,`],
    ['is binary', '\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009'],
  ] as const) {
    it(`reports a frame that ${what}, and goes on`, async () => {
      await redis.commands.spublish(channel, frame);
      await arrived();
      expect(received).to.deep.equal([marker]);
      expect(unreadable).to.have.length(1);
      expect(unreadable[0]).to.include(channel);
    });
  }

  it('reports a frame that makes the adapter throw, and goes on', async () => {
    isBroken = true;
    await publisher(other).spublish(channel, '{"type":3}');
    await until('it is reported', () => unreadable.length === 1);
    isBroken = false;
    await arrived();
  });

  it('ignores channels that the adapter does not own', async () => {
    await redis.subscriptions.ssubscribe('duologue:beats');
    await redis.commands.spublish('duologue:beats', 'anything');
    await arrived();
    expect(unreadable).to.deep.equal([]);
  });

  it('settles a publish at once, and reports its failure, when Redis is away', async () => {
    redis.pushes.disconnect();
    await until('the connection is closed', () => redis.pushes.status === 'end');
    expect(await publisher(own).spublish(channel, '{}')).to.equal(0);
    await until('the failure is reported', () => lost.length === 1);
  });

  it('reports a failing subscription instead of rejecting it', async () => {
    const troubles: Error[] = [];
    const subscriber = createSubscriber(redis.subscriptions, own, {
      onTrouble: (error) => troubles.push(error),
      onUnreadable: () => {},
    });
    redis.subscriptions.disconnect();
    await until('the connection is closed', () => redis.subscriptions.status === 'end');
    subscriber.ssubscribe(channel);
    subscriber.sunsubscribe(channel);
    await until('both failures are reported', () => troubles.length === 2);
  });

  it('leaves no failure unhandled when the node ends while it subscribes again', async () => {
    const link = await startFaultProxy('to Redis', () => server.port);
    const { subscriptions, close } = await connectRedis(`redis://127.0.0.1:${link.port}`, () => {});
    await subscriptions.ssubscribe(channel);
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.prependListener('unhandledRejection', note);
    subscriptions.once('ready', () => {
      void link.set({ kind: 'blackhole' });
      close();
    });
    subscriptions.disconnect(true);
    await until('the connection has ended', () => subscriptions.status === 'end');
    await setImmediate();
    process.off('unhandledRejection', note);
    await link.close();
    expect(unhandled).to.deep.equal([]);
  });
});
