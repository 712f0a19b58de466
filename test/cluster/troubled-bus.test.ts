/** A troubled bus: messages between nodes arrive without a poll by the client. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Message } from '../../src/protocol/shapes.ts';
import { pass } from '../faults/fault-proxy.ts';
import { startTestBed, type TestBed } from '../faults/test-bed.ts';
import { register, type TestUser, uniqueName } from '../support/client.ts';
import { type Device, nextEvent } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { draft } from './pair-across-nodes.ts';

/** The documented time is 10 s; a busy machine needs more. */
const patience = { ms: 20_000 };
/** Longer than one `resync`, and the requests that follow it, take, in milliseconds. */
const quietMs = 4_000;

/** Time for the nodes to receive each other's heartbeats, in milliseconds: only a known node can be lost. */
const meetMs = 6_000;

/** A device that fetches when told to, and never otherwise, with the messages it has received. */
interface Reader {
  person: TestUser;
  device: Device;
  seen: Map<number, Message>;
}

describe('a troubled bus', () => {
  let bed: TestBed;
  let ann: Reader;
  let ben: Reader;

  before(async () => {
    bed = await startTestBed({ nodes: 2 });
    await sleep(meetMs);
  });
  after(() => bed?.stop());

  beforeEach(async () => {
    const [first, second] = bed.nodes;
    [ann, ben] = await Promise.all([enter(first!.process.url), enter(second!.process.url)]);
    follow(ann, ben);
    follow(ben, ann);
    await hears(ben, await write(ann, ben));
  });
  afterEach(async () => {
    if (!bed.redis.isRunning) await bed.redis.start();
    await Promise.all(bed.nodes.map(({ redis }) => redis.set(pass)));
    await hears(ben, await write(ann, ben));
    await hears(ann, await write(ben, ann));
    for (const { device } of [ann, ben]) device.close();
  });

  async function enter(url: string): Promise<Reader> {
    const person = await register(url, { username: uniqueName('reader') });
    return { person, device: await person.connect(), seen: new Map() };
  }

  function follow({ device, seen }: Reader, { person: { username } }: Reader): void {
    device.on('chatMessage', (message) => void seen.set(message.seq, message));
    device.on('resync', async () => {
      const { messages } = await device.ask('chatHistory', { with: username, limit: 100 });
      for (const message of messages) seen.set(message.seq, message);
    });
  }

  const write = async (from: Reader, to: Reader) =>
    (await from.device.ask('chatMessage', draft(to.person.username))).message;

  const hears = ({ seen }: Reader, { seq }: Message) => until(`message ${seq} is heard`, () => seen.has(seq), patience);

  /** Sends one after the other with a pause, so that no later message reveals an earlier one. */
  async function expectHeardBothWays(): Promise<void> {
    await hears(ben, await write(ann, ben));
    await hears(ann, await write(ben, ann));
    await sleep(quietMs);
    await hears(ben, await write(ann, ben));
    await hears(ann, await write(ben, ann));
  }

  for (const lost of ['up', 'down'] as const) {
    it(`delivers every message when the link of a node to Redis loses the data that goes ${lost}`, async () => {
      await bed.nodes[0]!.redis.set({ kind: 'oneWay', lost });
      await expectHeardBothWays();
    });
  }

  // Index 0 is the connection for commands; ioredis opens them in the order of the node's requests.
  for (const [index, kind] of [
    [1, 'pushes'],
    [2, 'subscriptions'],
  ] as const) {
    it(`delivers every message when the ${kind} connection of a node is dead`, async () => {
      bed.nodes[0]!.redis.setOne(index, { kind: 'blackhole' });
      await expectHeardBothWays();
    });
  }

  it('delivers every message when Redis is gone', async () => {
    await bed.redis.kill();
    await expectHeardBothWays();
  });

  it('tells devices of a change when Redis is gone', async () => {
    await bed.redis.kill();
    const changed = new Map<number, Message>();
    const note = (message: Message) => void changed.set(message.rev ?? 0, message);
    ben.device.on('messageChanged', note);
    ben.device.on('resync', async () => {
      const { messages } = await ben.device.ask('chatChanges', { with: ann.person.username, after: 0 });
      messages.forEach(note);
    });
    await sleep(quietMs);
    for (const rev of [1, 2]) {
      const { message } = await ann.device.ask('editMessage', { with: ben.person.username, seq: 1, body: `${rev}` });
      expect(message.rev).to.equal(rev);
      await until(`change ${rev} is known`, () => changed.get(rev)?.body === `${rev}`, patience);
      await sleep(quietMs);
    }
  });

  it('reports its end only when later pushes arrive again', async () => {
    const link = bed.nodes[1]!.redis;
    ben.device.off('resync');
    // Only this end: the other node may still report lost publishes of the test before.
    const told = nextEvent(ben.device, 'resync', ({ reason }) => /is back/.test(reason), patience.ms);
    await link.set({ kind: 'reset' });
    await link.set({ kind: 'delay', ms: 200 });
    await told;
    const heard = nextEvent(ben.device, 'chatMessage');
    const sent = await write(ann, ben);
    expect((await heard).seq).to.equal(sent.seq);
  });
});
