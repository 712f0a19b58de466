/** The contract of the conversation store: one conversation a pair, read states that only move forward. */

import { expect } from 'chai';
import type { ReadState } from '../../src/engine/ports/read-state-port.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { newId } from '../../src/storage/database/row-ids.ts';
import { describeStores } from './backends.ts';
import { lastSeqOf, makePair, makeUser, sendMany } from './fixtures.ts';

describeStores('conversation store', (stores, place) => {
  const makeUsers = () => Promise.all([makeUser(stores()), makeUser(stores())]);

  it('opens one conversation for a pair, whichever of the two starts', async () => {
    const { one, other, conversation } = await makePair(stores());
    expect(await stores().conversations.open(other.id, one.id)).to.deep.equal(conversation);
    const located = { id: conversation.id, isOpen: true };
    expect(await stores().conversations.locate(one.id, other.id)).to.deep.equal(located);
    expect(await stores().conversations.locate(other.id, one.id)).to.deep.equal(located);
    expect([conversation.lowId, conversation.highId]).to.deep.equal([one.id, other.id].sort());
    expect(conversation.lastSeq).to.equal(0);
  });

  it('opens one conversation when both open it twenty times at once', async () => {
    const [one, other] = await makeUsers();
    const openings = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? stores().conversations.open(one.id, other.id) : stores().conversations.open(other.id, one.id),
    );
    const ids = new Set((await Promise.all(openings)).map(({ id }) => id));
    expect(ids.size).to.equal(1);
    expect(await stores().conversations.readStates([...ids][0] as string)).to.have.length(2);
  });

  it('gives each pair of three users a conversation of its own', async () => {
    const [a, b, c] = await Promise.all([makeUser(stores()), makeUser(stores()), makeUser(stores())]);
    const conversations = await Promise.all([
      stores().conversations.open(a.id, b.id),
      stores().conversations.open(b.id, c.id),
      stores().conversations.open(c.id, a.id),
    ]);
    expect(new Set(conversations.map(({ id }) => id)).size).to.equal(3);
  });

  it('knows the id of a conversation before it is open, and stores nothing for it', async () => {
    const [one, other] = await makeUsers();
    const { conversations } = stores();
    const located = await conversations.locate(one.id, other.id);
    expect(located.isOpen).to.equal(false);
    expect(located.id).to.match(/^[\w-]{16}$/);
    expect(await conversations.locate(other.id, one.id)).to.deep.equal(located);
    expect(await conversations.head(located.id)).to.deep.equal({ lastSeq: 0, rev: 0, blocked: false });
    expect(await conversations.readStates(located.id)).to.deep.equal([]);
    expect(await conversations.advance(located.id, one.id, 'read', 1)).to.include({ seq: 0, moved: false });
    expect(await stores().messages.range(located.id, 1, 10)).to.deep.equal([]);
    expect(await stores().blocks.lift(located.id, one.id)).to.equal(false);
    expect(await conversations.list(one.id, { after: null, limit: 10 })).to.deep.equal([]);
    expect((await conversations.locate(one.id, other.id)).isOpen).to.equal(false);
    expect((await conversations.open(one.id, other.id)).id).to.equal(located.id);
  });

  it('keeps the id of a conversation that an older version created', async () => {
    const [one, other] = await makeUsers();
    const [lowId, highId] = [one.id, other.id].sort() as [string, string];
    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    const { id } = await client.channel.create({ data: { id: newId(), lowId, highId } });
    await client.$disconnect();
    expect(await stores().conversations.locate(one.id, other.id)).to.deep.equal({ id, isOpen: true });
    expect((await stores().conversations.open(other.id, one.id)).id).to.equal(id);
  });

  it('starts the read states of both members at 0', async () => {
    const { one, other, conversation } = await makePair(stores());
    const states = await stores().conversations.readStates(conversation.id);
    const none = (userId: string): ReadState => ({ userId, readSeq: 0, deliveredSeq: 0 });
    expect(states).to.have.deep.members([none(one.id), none(other.id)]);
  });

  it('moves a read state forward only, and answers whether it moved', async () => {
    const { one, other, conversation } = await makePair(stores());
    const { conversations } = stores();
    await sendMany(stores(), conversation.id, one.id, 9);
    const moves: [number, boolean][] = [];
    for (const asked of [0, 3, 3, 2, 5, 1]) {
      const { seq, moved } = await conversations.advance(conversation.id, one.id, 'read', asked);
      moves.push([seq, moved]);
    }
    expect(moves).to.deep.equal([
      [0, false],
      [3, true],
      [3, false],
      [3, false],
      [5, true],
      [5, false],
    ]);
    const delivered = await conversations.advance(conversation.id, other.id, 'delivered', 9);
    expect(delivered).to.deep.equal({ seq: 9, moved: true, isHidden: false });
    expect(await conversations.readStates(conversation.id)).to.have.deep.members([
      { userId: one.id, readSeq: 5, deliveredSeq: 5 },
      { userId: other.id, readSeq: 0, deliveredSeq: 9 },
    ]);
  });

  it('delivers what is read in the same advance, and does not deliver it again', async () => {
    const { one, conversation } = await makePair(stores());
    await sendMany(stores(), conversation.id, one.id, 6);
    const { advance } = stores().conversations;
    const mine = async () =>
      (await stores().conversations.readStates(conversation.id)).find(({ userId }) => userId === one.id);
    await advance(conversation.id, one.id, 'delivered', 2);
    await advance(conversation.id, one.id, 'read', 4);
    expect(await mine()).to.deep.equal({ userId: one.id, readSeq: 4, deliveredSeq: 4 });
    expect(await advance(conversation.id, one.id, 'delivered', 3)).to.include({ seq: 4, moved: false });
    await advance(conversation.id, one.id, 'delivered', 6);
    await advance(conversation.id, one.id, 'read', 5);
    expect(await mine()).to.deep.equal({ userId: one.id, readSeq: 5, deliveredSeq: 6 });
  });

  it('moves a read state no further than the last message', async () => {
    const { one, other, conversation } = await makePair(stores());
    await sendMany(stores(), conversation.id, one.id, 2);
    const { advance } = stores().conversations;
    const far = await Promise.all([7, 2_147_483_647].map((seq) => advance(conversation.id, other.id, 'read', seq)));
    expect(far).to.have.deep.members([
      { seq: 2, moved: true, isHidden: false },
      { seq: 2, moved: false, isHidden: false },
    ]);
  });

  it('ends at the highest seq when many calls move a read state at once', async () => {
    const { one, conversation } = await makePair(stores());
    await sendMany(stores(), conversation.id, one.id, 20);
    const seqs = Array.from({ length: 20 }, (_, index) => ((index * 7) % 20) + 1);
    await Promise.all(seqs.map((seq) => stores().conversations.advance(conversation.id, one.id, 'read', seq)));
    const mine = (await stores().conversations.readStates(conversation.id)).find(({ userId }) => userId === one.id);
    expect(mine?.readSeq).to.equal(20);
  });

  it('moves no read state of a user who is not a member', async () => {
    const { one, conversation } = await makePair(stores());
    const stranger = await makeUser(stores());
    await sendMany(stores(), conversation.id, one.id, 1);
    const strange = await stores().conversations.advance(conversation.id, stranger.id, 'read', 1);
    expect(strange).to.include({ seq: 0, moved: false });
    const states = await stores().conversations.readStates(conversation.id);
    expect(states.map(({ userId }) => userId)).not.to.include(stranger.id);
  });

  it('counts a message only in its own conversation', async () => {
    const { one, conversation } = await makePair(stores());
    const second = await makePair(stores(), one);
    await sendMany(stores(), conversation.id, one.id, 3);
    expect(await lastSeqOf(stores(), conversation.id)).to.equal(3);
    expect(await lastSeqOf(stores(), second.conversation.id)).to.equal(0);
  });

  it('finds the recently active conversations of several users, once for each user', async () => {
    const { one, other, conversation } = await makePair(stores());
    const quiet = await makePair(stores(), one);
    await sendMany(stores(), conversation.id, one.id, 3);
    const { conversations } = stores();
    const found = await conversations.activeWithin([one.id, other.id, quiet.other.id], 60_000);
    const activity = (userId: string) => ({ userId, channelId: conversation.id, lastSeq: 3 });
    expect(found).to.have.deep.members([activity(one.id), activity(other.id)]);
    expect(await conversations.activeWithin([], 60_000)).to.deep.equal([]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await conversations.activeWithin([one.id], 1)).to.deep.equal([]);
  });
});
