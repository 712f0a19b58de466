/** Privacy across two nodes: a change holds on the other node at once, and within a second while Redis is away. */
import { expect } from 'chai';
import type { SettingsPart } from '../../src/protocol/settings.ts';
import { expectStatus, type TestUser } from '../support/client.ts';
import { collect, type Device, nextEvent } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { connectPair, draft, nodesOf, useTwoNodes } from './pair-across-nodes.ts';

describe('privacy across two nodes', () => {
  const nodes = useTwoNodes();

  const save = async (user: TestUser, body: SettingsPart) =>
    void expectStatus(await user.fetch('/api/me/settings', { method: 'PATCH', body }), 200);

  /** Saves on the first node, and waits for the second one to apply it. */
  async function saveEverywhere(user: TestUser, there: Device, part: SettingsPart): Promise<void> {
    const applied = nextEvent(there, 'resync');
    await save(user, part);
    await applied;
  }

  /** Ann's and Ben's devices on both nodes; Ann has sent some messages. */
  async function makeScene(messages: number) {
    const pair = await connectPair(nodes().cluster);
    const { ann, ben, annDevice } = pair;
    const [annThere, benHere] = await Promise.all([
      ann.connect(nodesOf(nodes().cluster).second),
      ben.connect(nodesOf(nodes().cluster).first),
    ]);
    for (let sent = 0; sent < messages; sent += 1) await annDevice.ask('chatMessage', draft(ben.username));
    return { ...pair, annThere, benHere };
  }

  it('hides and shows what is read on the other node', async () => {
    const { ann, ben, annDevice, benDevice, annThere } = await makeScene(3);
    await benDevice.ask('markRead', { with: ann.username, seq: 1 });
    await until(
      'the receipt is told',
      async () => (await annDevice.ask('chatHistory', { with: ben.username })).read.peer === 1,
    );
    await saveEverywhere(ann, annThere, { readReceipts: false });
    const reads = [annDevice, annThere].map((device) => collect(device, 'read'));
    const delivered = nextEvent(annDevice, 'delivered');
    await benDevice.ask('markRead', { with: ann.username, seq: 2 });
    // The push of the reading itself would come with it.
    expect((await delivered).seq).to.equal(2);
    for (const device of [annDevice, annThere]) {
      expect((await device.ask('chatHistory', { with: ben.username })).read.peer).to.equal(0);
    }
    expect(reads).to.deep.equal([[], []]);
    await saveEverywhere(ann, annThere, { readReceipts: true });
    const read = nextEvent(annDevice, 'read');
    await benDevice.ask('markRead', { with: ann.username, seq: 3 });
    expect((await read).seq).to.equal(3);
  });

  it('ends typing on the other node that is shown, and tells no more of it', async () => {
    const { ann, ben, annDevice, benDevice, annThere } = await makeScene(1);
    const typing = nextEvent(annDevice, 'typing');
    benDevice.emit('typing', { to: ann.username });
    await typing;
    const done = collect(annThere, 'doneTyping');
    await saveEverywhere(ann, annThere, { typingNotices: false });
    // Long before it would end by itself.
    expect(done.map(({ from }) => from)).to.deep.equal([ben.username]);
    const typed = [annDevice, annThere].map((device) => collect(device, 'typing'));
    const message = nextEvent(annDevice, 'chatMessage');
    benDevice.emit('typing', { to: ann.username });
    // The gate looks typing up before a message that follows it is stored.
    await benDevice.ask('chatHistory', { with: ann.username });
    await benDevice.ask('chatMessage', draft(ann.username));
    await message;
    expect(typed).to.deep.equal([[], []]);
    await saveEverywhere(ann, annThere, { typingNotices: true });
    const again = nextEvent(annDevice, 'typing');
    benDevice.emit('typing', { to: ann.username });
    await again;
  });

  it('ends typing in a room on the other node for one who hides typing, and tells that user no more of it', async () => {
    const { ann, ben, annDevice, benDevice, annThere } = await makeScene(0);
    const { conversation: room } = await benDevice.ask('createRoom', { title: 'Tea', members: [ann.username] });
    const conversation = room.channelId;
    for (const device of [annDevice, benDevice]) await device.ask('conversations', { rooms: true });
    const typing = nextEvent(annDevice, 'typing');
    benDevice.emit('typing', { conversation });
    await typing;
    const done = nextEvent(annDevice, 'doneTyping');
    await saveEverywhere(ann, annThere, { typingNotices: false });
    // Its end by itself would not be told to Ann any more.
    expect(await done).to.deep.equal({ channelId: conversation, conversation, from: ben.username });
    const typed = collect(annDevice, 'typing');
    const message = nextEvent(annDevice, 'chatMessage');
    benDevice.emit('typing', { conversation });
    await benDevice.ask('chatHistory', { conversation });
    const { to: _, ...rest } = draft('');
    await benDevice.ask('chatMessage', { ...rest, conversation });
    await message;
    expect(typed).to.deep.equal([]);
    await saveEverywhere(ann, annThere, { typingNotices: true });
    const again = nextEvent(annDevice, 'typing');
    benDevice.emit('typing', { conversation });
    await again;
  });

  it('hides what is read on the other node while Redis is away', async () => {
    const { ann, ben, annDevice, benDevice, annThere } = await makeScene(2);
    await benDevice.ask('markRead', { with: ann.username, seq: 1 });
    await nodes().redis.stop();
    try {
      await save(ben, { readReceipts: false });
      const read = async (device: Device) => (await device.ask('chatHistory', { with: ben.username })).read.peer;
      // Without Redis, the poll finds the change (docs/protocol.md, Settings).
      await until('the other node notices', async () => (await read(annThere)) === 0 && (await read(annDevice)) === 0);
      const reads = collect(annThere, 'read');
      await benDevice.ask('markRead', { with: ann.username, seq: 2 });
      await annThere.ask('watch', { usernames: [] });
      expect(reads).to.deep.equal([]);
    } finally {
      await nodes().redis.start();
    }
  });

  it('hides and shows on the other node when a user was last online, with and without Redis', async () => {
    const { ann, ben, annDevice, annThere, benDevice, benHere } = await makeScene(1);
    for (const device of [benDevice, benHere]) device.close();
    const watch = async (device: Device) => (await device.ask('watch', { usernames: [ben.username] })).users[0];
    await until('Ben has left', async () => typeof (await watch(annDevice))?.lastSeenAt === 'string');
    await watch(annThere);
    // The push of the departure itself may come later than what the first node answers.
    const next = (isTold: boolean) =>
      [annDevice, annThere].map((device) =>
        nextEvent(device, 'updateUsers', ({ users }) => (users[0]?.lastSeenAt !== null) === isTold),
      );
    const told = next(false);
    await save(ben, { lastSeen: false });
    await Promise.all(told);
    for (const device of [annDevice, annThere]) expect((await watch(device))?.lastSeenAt).to.equal(null);
    const again = next(true);
    await save(ben, { lastSeen: true });
    await Promise.all(again);
    await nodes().redis.stop();
    try {
      await save(ann, { lastSeen: false });
      const hears = async (device: Device) => typeof (await watch(device))?.lastSeenAt === 'string';
      await until('the other node notices', async () => !(await hears(annDevice)) && !(await hears(annThere)));
    } finally {
      await nodes().redis.start();
    }
  });
});
