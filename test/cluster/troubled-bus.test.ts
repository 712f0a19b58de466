/** What is written while nodes cannot speak to each other arrives all the same, without a client's own poll. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Message } from '../../src/protocol/shapes.ts';
import { pass } from '../faults/fault-proxy.ts';
import { startTestBed, type TestBed } from '../faults/test-bed.ts';
import { type TestUser, register, uniqueName } from '../support/client.ts';
import { type Device, nextEvent } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { draft } from './pair-across-nodes.ts';

/** The promise is 10 s; a busy machine is late. */
const patience = { ms: 20_000 };
/** Longer than a single word to fetch, and all that follows from it, would take. */
const quietMs = 4_000;

/** Nodes say each second that they are there; who has never been heard is missed by nobody. */
const meetMs = 6_000;

/** What somebody has seen who fetches when told to, and never otherwise. */
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

  /** One after the other with quiet between them, so that no later message gives away an earlier one. */
  async function expectHeardBothWays(): Promise<void> {
    await hears(ben, await write(ann, ben));
    await hears(ann, await write(ben, ann));
    await sleep(quietMs);
    await hears(ben, await write(ann, ben));
    await hears(ann, await write(ben, ann));
  }

  for (const lost of ['up', 'down'] as const) {
    it(`of a node whose link to Redis loses what goes ${lost} keeps nothing from anybody`, async () => {
      await bed.nodes[0]!.redis.set({ kind: 'oneWay', lost });
      await expectHeardBothWays();
    });
  }

  // The first is for commands; ioredis opens them in the order in which the node asks for them.
  for (const [index, kind] of [
    [1, 'pushes'],
    [2, 'subscriptions'],
  ] as const) {
    it(`of a node whose connection for ${kind} is dead keeps nothing from anybody`, async () => {
      bed.nodes[0]!.redis.setOne(index, { kind: 'blackhole' });
      await expectHeardBothWays();
    });
  }

  it('of a Redis that is gone keeps nothing from anybody', async () => {
    await bed.redis.kill();
    await expectHeardBothWays();
  });

  it('is told of only when all that is said after it is heard', async () => {
    const link = bed.nodes[1]!.redis;
    ben.device.off('resync');
    // Of this trouble: a node says late, too, that it could not be heard in the one before.
    const told = nextEvent(ben.device, 'resync', ({ reason }) => /is back/.test(reason), patience.ms);
    await link.set({ kind: 'reset' });
    await link.set({ kind: 'delay', ms: 200 });
    await told;
    const heard = nextEvent(ben.device, 'chatMessage');
    const sent = await write(ann, ben);
    expect((await heard).seq).to.equal(sent.seq);
  });
});
