/** What every channel store keeps: one channel a pair, and marks that only move forward. */

import { expect } from 'chai';
import type { ReadState } from '../../src/engine/ports/read-state-port.ts';
import { describeStores } from './backends.ts';
import { makePair, makePerson, sendMany } from './fixtures.ts';

describeStores('channel store', (stores) => {
  it('opens one channel for a pair, whoever starts', async () => {
    const { one, other, channel } = await makePair(stores());
    expect(await stores().channels.open(other.id, one.id)).to.deep.equal(channel);
    expect(await stores().channels.find(one.id, other.id)).to.deep.equal(channel);
    expect(await stores().channels.find(other.id, one.id)).to.deep.equal(channel);
    expect([channel.lowId, channel.highId].sort()).to.deep.equal([one.id, other.id].sort());
    expect(channel.lastSeq).to.equal(0);
  });

  it('opens one channel when both start it twenty times at once', async () => {
    const [one, other] = await Promise.all([makePerson(stores()), makePerson(stores())]);
    const openings = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? stores().channels.open(one.id, other.id) : stores().channels.open(other.id, one.id),
    );
    const ids = new Set((await Promise.all(openings)).map(({ id }) => id));
    expect(ids.size).to.equal(1);
    expect(await stores().channels.readStates([...ids][0] as string)).to.have.length(2);
  });

  it('gives each pair of three people a channel of its own', async () => {
    const [a, b, c] = await Promise.all([makePerson(stores()), makePerson(stores()), makePerson(stores())]);
    const channels = await Promise.all([
      stores().channels.open(a.id, b.id),
      stores().channels.open(b.id, c.id),
      stores().channels.open(c.id, a.id),
    ]);
    expect(new Set(channels.map(({ id }) => id)).size).to.equal(3);
  });

  it('finds no channel that nobody opened', async () => {
    const [one, other] = await Promise.all([makePerson(stores()), makePerson(stores())]);
    expect(await stores().channels.find(one.id, other.id)).to.equal(null);
    expect(await stores().channels.list(one.id, { after: null, limit: 10 })).to.deep.equal([]);
  });

  it('starts both marks of both people at nothing', async () => {
    const { one, other, channel } = await makePair(stores());
    const marks = await stores().channels.readStates(channel.id);
    const none = (userId: string): ReadState => ({ userId, readSeq: 0, deliveredSeq: 0 });
    expect(marks).to.have.deep.members([none(one.id), none(other.id)]);
  });

  it('moves a mark forward only, and tells whether it moved', async () => {
    const { one, other, channel } = await makePair(stores());
    const { channels } = stores();
    const moves: boolean[] = [];
    for (const seq of [0, 3, 3, 2, 5, 1]) moves.push(await channels.advance(channel.id, one.id, 'read', seq));
    expect(moves).to.deep.equal([false, true, false, false, true, false]);
    expect(await channels.advance(channel.id, one.id, 'delivered', 4)).to.equal(true);
    expect(await channels.advance(channel.id, other.id, 'delivered', 9)).to.equal(true);
    expect(await channels.readStates(channel.id)).to.have.deep.members([
      { userId: one.id, readSeq: 5, deliveredSeq: 4 },
      { userId: other.id, readSeq: 0, deliveredSeq: 9 },
    ]);
  });

  it('ends at the highest mark when many move it at once', async () => {
    const { one, channel } = await makePair(stores());
    const seqs = Array.from({ length: 20 }, (_, index) => ((index * 7) % 20) + 1);
    await Promise.all(seqs.map((seq) => stores().channels.advance(channel.id, one.id, 'read', seq)));
    const mine = (await stores().channels.readStates(channel.id)).find(({ userId }) => userId === one.id);
    expect(mine?.readSeq).to.equal(20);
  });

  it('moves no mark of somebody who is not in the channel', async () => {
    const { channel } = await makePair(stores());
    const stranger = await makePerson(stores());
    expect(await stores().channels.advance(channel.id, stranger.id, 'read', 1)).to.equal(false);
    expect((await stores().channels.readStates(channel.id)).map(({ userId }) => userId)).not.to.include(stranger.id);
  });

  it('counts messages in the channel they were sent in alone', async () => {
    const { one, channel } = await makePair(stores());
    const second = await makePair(stores(), one);
    await sendMany(stores(), channel.id, one.id, 3);
    expect(await stores().channels.lastSeq(channel.id)).to.equal(3);
    expect(await stores().channels.lastSeq(second.channel.id)).to.equal(0);
  });

  it('finds the channels of several people that were written in lately, once for each of them', async () => {
    const { one, other, channel } = await makePair(stores());
    const quiet = await makePair(stores(), one);
    await sendMany(stores(), channel.id, one.id, 3);
    const { channels } = stores();
    const found = await channels.activeWithin([one.id, other.id, quiet.other.id], 60_000);
    const activity = (userId: string) => ({ userId, channelId: channel.id, lastSeq: 3 });
    expect(found).to.have.deep.members([activity(one.id), activity(other.id)]);
    expect(await channels.activeWithin([], 60_000)).to.deep.equal([]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await channels.activeWithin([one.id], 1)).to.deep.equal([]);
  });
});
