/** Messages, typing and receipts across two nodes with one database and one Redis. */
import { expect } from 'chai';
import { settled } from '../realtime/sockets.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { collect, type Device, nextEvent } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { connectPair, draft, nodesOf, registerPair } from './pair-across-nodes.ts';

describe('a cluster of two nodes', () => {
  let cluster: Cluster;

  before(async () => {
    cluster = await startCluster({ nodes: 2 });
  });
  after(() => cluster?.stop());

  it('carries a message from a user on one node to the peer on the other, and back', async () => {
    const { ann, ben, annDevice, benDevice } = await connectPair(cluster);
    const heardByBen = nextEvent(benDevice, 'chatMessage');
    const { message } = await annDevice.ask('chatMessage', draft(ben.username, 'Hello 🙂'));
    expect(await heardByBen).to.deep.equal(message);
    expect(message).to.include({ from: ann.username, to: ben.username, body: 'Hello 🙂', seq: 1 });

    const heardByAnn = nextEvent(annDevice, 'chatMessage');
    const answer = await benDevice.ask('chatMessage', draft(ann.username, 'Hello too'));
    expect(await heardByAnn).to.deep.equal(answer.message);
    expect(answer.message.seq).to.equal(2);
  });

  it("pushes to the sender's other device on the other node, and not to the sending one", async () => {
    const { ann, ben, annDevice } = await connectPair(cluster);
    const otherDevice = await ann.connect(nodesOf(cluster).second);
    const echoes = collect(annDevice, 'chatMessage');
    const heard = nextEvent(otherDevice, 'chatMessage');
    const { message } = await annDevice.ask('chatMessage', draft(ben.username));
    expect(await heard).to.deep.equal(message);
    expect(echoes).to.have.length(0);
  });

  it("pushes a draft to the user's other device on the other node", async () => {
    const { ann, ben, annDevice } = await connectPair(cluster);
    const otherDevice = await ann.connect(nodesOf(cluster).second);
    const heard = nextEvent(otherDevice, 'draft');
    const { version } = await annDevice.ask('saveDraft', { with: ben.username, text: 'half a line', base: 0 });
    expect(await heard).to.include({ with: ben.username, text: 'half a line', version });
    const removed = nextEvent(annDevice, 'draft');
    const removal = await otherDevice.ask('saveDraft', { with: ben.username, text: '', base: version });
    expect(await removed).to.include({ with: ben.username, text: '', ...removal });
  });

  it('stores one message when both nodes get the same clientId at once', async () => {
    const { ann, ben, annDevice, benDevice } = await connectPair(cluster);
    const otherDevice = await ann.connect(nodesOf(cluster).second);
    const same = draft(ben.username);
    const sends = Array.from({ length: 10 }, (_, index) =>
      (index % 2 ? annDevice : otherDevice).ask('chatMessage', same),
    );
    const [first, ...repeats] = await Promise.all(sends);
    for (const repeat of repeats) expect(repeat).to.deep.equal(first);
    expect((await benDevice.ask('chatHistory', { with: ann.username })).messages).to.deep.equal([first?.message]);
  });

  it('keeps one order without gaps when both users send 50 messages at once on different nodes', async () => {
    const { ann, ben, annDevice, benDevice } = await connectPair(cluster);
    const burst = (device: Device, to: string) =>
      Array.from({ length: 50 }, (_, index) => device.ask('chatMessage', draft(to, `${index}`)));
    const sent = await Promise.all([...burst(annDevice, ben.username), ...burst(benDevice, ann.username)]);

    const { first, second } = nodesOf(cluster);
    const devices = [annDevice, benDevice, await ann.connect(second), await ben.connect(first)];
    const peers = [ben.username, ann.username, ben.username, ann.username];
    const histories = await Promise.all(
      devices.map((device, index) => device.ask('chatHistory', { with: peers[index] ?? '', after: 0, limit: 100 })),
    );
    const [stored = []] = histories.map((history) => history.messages);
    expect(stored.map((message) => message.seq)).to.deep.equal(Array.from({ length: 100 }, (_, index) => index + 1));
    for (const history of histories) expect(history.messages).to.deep.equal(stored);
    const acknowledged = sent.map(({ message }) => message).sort((one, other) => one.seq - other.seq);
    expect(acknowledged).to.deep.equal(stored);
  });

  it('opens one conversation when both users send their first message at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { ann, ben, annDevice, benDevice } = await connectPair(cluster);
      const [one, other] = await Promise.all([
        annDevice.ask('chatMessage', draft(ben.username)),
        benDevice.ask('chatMessage', draft(ann.username)),
      ]);
      expect(one.message.channelId).to.equal(other.message.channelId);
      expect([one.message.seq, other.message.seq].sort()).to.deep.equal([1, 2]);
      annDevice.close();
      benDevice.close();
    }
  });

  it('carries typing and its end to the other node', async () => {
    const { ann, ben, annDevice, benDevice } = await connectPair(cluster);
    const { channelId } = await annDevice.ask('chatHistory', { with: ben.username });
    const typing = nextEvent(benDevice, 'typing');
    annDevice.emit('typing', { to: ben.username });
    expect(await typing).to.deep.equal({ channelId, from: ann.username });
    const done = nextEvent(benDevice, 'doneTyping');
    annDevice.emit('doneTyping', { to: ben.username });
    expect(await done).to.deep.equal({ channelId, from: ann.username });
  });

  it('carries receipts to the other node', async () => {
    const { ann, ben, annDevice, benDevice } = await connectPair(cluster);
    const { message } = await annDevice.ask('chatMessage', draft(ben.username));
    const mark = { channelId: message.channelId, username: ben.username, seq: 1 };
    const delivered = nextEvent(annDevice, 'delivered');
    expect(await benDevice.ask('markDelivered', { with: ann.username, seq: 1 })).to.deep.equal({ delivered: 1 });
    expect(await delivered).to.deep.equal(mark);
    const read = nextEvent(annDevice, 'read');
    expect(await benDevice.ask('markRead', { with: ann.username, seq: 1 })).to.deep.equal({ read: 1 });
    expect(await read).to.deep.equal(mark);
    expect(await annDevice.ask('chatHistory', { with: ben.username })).to.deep.include({
      read: { me: 0, peer: 1 },
      delivered: { peer: 1 },
    });
  });

  it('carries changes to the other node, in one order of revisions, when both users make them at once', async () => {
    const { ann, ben, annDevice, benDevice } = await connectPair(cluster);
    for (let index = 0; index < 5; index += 1) await annDevice.ask('chatMessage', draft(ben.username, `${index}`));
    const other = await ann.connect(nodesOf(cluster).second);
    const [heardByOther, heardByBen] = [collect(other, 'messageChanged'), collect(benDevice, 'messageChanged')];
    const emoji = ['👍', '❤️', '😀', '🎉', '🇩🇪', '1️⃣'];
    const made = await Promise.all([
      ...emoji.map((one, index) =>
        annDevice.ask('react', { with: ben.username, seq: (index % 5) + 1, emoji: one, on: true }),
      ),
      ...emoji.map((one) => benDevice.ask('react', { with: ann.username, seq: 1, emoji: one, on: true })),
      ...[1, 2, 3].map((seq) => annDevice.ask('editMessage', { with: ben.username, seq, body: `edited ${seq}` })),
      annDevice.ask('deleteMessage', { with: ben.username, seq: 5 }),
    ]);
    const revs = made.map(({ message }) => message.rev ?? 0).sort((a, b) => a - b);
    expect(revs).to.deep.equal(Array.from({ length: made.length }, (_, index) => index + 1));
    await until('every push has arrived', () => heardByOther.length === made.length && heardByBen.length === 10);
    const { messages } = await annDevice.ask('chatHistory', { with: ben.username });
    const changes = await benDevice.ask('chatChanges', { with: ann.username, after: 0, limit: 100 });
    expect(changes.rev).to.equal(made.length);
    expect(changes.messages.toSorted((a, b) => a.seq - b.seq)).to.deep.equal(messages.filter(({ rev }) => rev));
    for (const message of changes.messages) expect([...heardByOther]).to.deep.include(message);
  });

  it('pushes a change again that is repeated on another node, whichever node stored it', async () => {
    const { ann, ben, annDevice, benDevice } = await connectPair(cluster);
    await annDevice.ask('chatMessage', draft(ben.username));
    const place = { with: ben.username, seq: 1 };
    const { message } = await annDevice.ask('editMessage', { ...place, body: 'edited' });
    const other = await ann.connect(nodesOf(cluster).second);
    await settled(benDevice, annDevice);
    const heard = collect(benDevice, 'messageChanged');
    const heardByAnn = nextEvent(annDevice, 'messageChanged');
    expect(await other.ask('editMessage', { ...place, body: 'edited' })).to.deep.equal({ message });
    expect(await heardByAnn).to.deep.equal(message);
    await until('the peer is told', () => heard.length > 0);
    expect([...heard]).to.deep.equal([message]);
    expect((await benDevice.ask('chatChanges', { with: ann.username, after: 0 })).rev).to.equal(1);
  });

  it('pushes nothing to a third user on either node', async () => {
    const { ben, annDevice, benDevice } = await connectPair(cluster);
    const { ann: stranger } = await registerPair(cluster);
    const { first, second } = nodesOf(cluster);
    const strangers = await Promise.all([stranger.connect(first), stranger.connect(second)]);
    const ears = strangers.flatMap((device) =>
      (['chatMessage', 'typing', 'doneTyping', 'read', 'delivered'] as const).map((name) => collect(device, name)),
    );
    const heard = nextEvent(benDevice, 'chatMessage');
    annDevice.emit('typing', { to: ben.username });
    await annDevice.ask('chatMessage', draft(ben.username));
    await heard;
    await settled(...strangers);
    expect(ears.flat()).to.have.length(0);
  });
});
