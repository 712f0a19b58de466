/** The contract of the block store: no message after an acknowledged block, and frozen read states meanwhile. */
import { expect } from 'chai';
import type { Refusal } from '../../src/protocol/refusals.ts';
import { createBlockStore } from '../../src/storage/conversations/block-store.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { openStores } from '../../src/storage/stores.ts';
import { describeStores } from './backends.ts';
import { codeOf, makePair, makeUser, newMessageOf, sendMany } from './fixtures.ts';

describeStores('block store', (stores, place) => {
  const never = (...users: { id: string }[]) => new Map(users.map(({ id }) => [id, null]));

  /** A pair whose first user blocks the second. */
  async function blockedPair() {
    const pair = await makePair(stores());
    await stores().blocks.block(pair.conversation.id, pair.one.id, never(pair.one, pair.other));
    return pair;
  }
  const append = async (channelId: string, senderId: string) =>
    stores().messages.append(await newMessageOf(stores(), channelId, senderId));
  const reasonOf = (work: Promise<unknown>) => work.then(() => '').catch((refusal: Refusal) => refusal.message);

  it('keeps both users of a pair from sending, in either order of their ids, and names the block only to the blocker', async () => {
    const { one, other, conversation } = await makePair(stores());
    for (const [blocker, blocked] of [
      [one, other],
      [other, one],
    ] as const) {
      await stores().blocks.block(conversation.id, blocker.id, never(one, other));
      expect(await codeOf(append(conversation.id, blocked.id))).to.equal('forbidden');
      expect(await codeOf(append(conversation.id, blocker.id))).to.equal('forbidden');
      expect(await reasonOf(append(conversation.id, blocker.id))).to.equal('You have blocked this person.');
      expect(await reasonOf(append(conversation.id, blocked.id))).to.equal(
        'This person does not receive your messages.',
      );
      expect(await stores().conversations.head(conversation.id)).to.deep.equal({ lastSeq: 0, rev: 0, blocked: true });
      await stores().blocks.lift(conversation.id, blocker.id);
    }
    expect((await append(conversation.id, other.id)).message.seq).to.equal(1);
    expect(await stores().conversations.head(conversation.id)).to.deep.equal({ lastSeq: 1, rev: 0, blocked: false });
  });

  it('answers a repeat of a message stored before the block with that message', async () => {
    const { one, other, conversation } = await makePair(stores());
    const sent = await newMessageOf(stores(), conversation.id, other.id);
    const { message } = await stores().messages.append(sent);
    await stores().blocks.block(conversation.id, one.id, never(one, other));
    expect(await stores().messages.append(sent)).to.deep.include({ message, repeated: true });
    expect(await codeOf(stores().messages.append({ ...sent, body: 'other' }))).to.equal('conflict');
    const elsewhere = await makePair(stores(), other);
    const there = { ...sent, channelId: elsewhere.conversation.id };
    await stores().blocks.block(there.channelId, elsewhere.other.id, never(other, elsewhere.other));
    expect(await codeOf(stores().messages.append(there))).to.equal('conflict');
  });

  it('stops no other pair, not even in the same batch', async () => {
    const { one, other, conversation } = await blockedPair();
    const free = await makePair(stores(), other);
    const outcomes = await Promise.all([
      codeOf(append(conversation.id, other.id)),
      codeOf(append(free.conversation.id, other.id)),
      codeOf(append(conversation.id, one.id)),
      codeOf(append(free.conversation.id, free.other.id)),
    ]);
    expect(outcomes).to.deep.equal(['forbidden', 'accepted', 'forbidden', 'accepted']);
  });

  it('stops every message after its acknowledgement, of both users and through any node', async () => {
    const { one, other, conversation } = await makePair(stores());
    // An SQLite file belongs to one process.
    const second = place().databaseUrl === null ? stores() : await openStores(place());
    const sent: Promise<number | null>[] = [];
    let wanted = Infinity;
    const sending = (async () => {
      for (let index = 0; index < wanted; index += 1) {
        const message = await newMessageOf(stores(), conversation.id, index % 2 === 0 ? one.id : other.id);
        const { messages } = index % 3 === 0 ? second : stores();
        sent.push(
          messages.append(message).then(
            (appended) => appended.message.seq,
            () => null,
          ),
        );
        if (index % 8 === 0) await Promise.any([sent[index], new Promise((resolve) => setTimeout(resolve, 5))]);
      }
    })();
    while (sent.length < 60) await new Promise((resolve) => setTimeout(resolve, 1));
    await stores().blocks.block(conversation.id, other.id, never(one, other));
    const { lastSeq } = await stores().conversations.head(conversation.id);
    wanted = sent.length + 60;
    await sending;
    const seqs = (await Promise.all(sent)).filter((seq) => seq !== null);
    expect((await stores().conversations.head(conversation.id)).lastSeq, 'the last message').to.equal(lastSeq);
    expect(seqs.toSorted((a, b) => a - b)).to.deep.equal(Array.from({ length: lastSeq }, (_, index) => index + 1));
    expect(lastSeq, 'some messages were refused').to.be.below(sent.length);
    if (second !== stores()) await second.close();
  });

  it('freezes what each user sees of the peer with the first block, until the last block is lifted', async () => {
    const { one, other, conversation } = await makePair(stores());
    await sendMany(stores(), conversation.id, one.id, 3);
    const { conversations, blocks } = stores();
    await conversations.advance(conversation.id, other.id, 'delivered', 2);
    await conversations.advance(conversation.id, other.id, 'read', 1);
    const at = new Date('2026-11-20T10:11:12.345Z');
    const hers = { readSeq: 0, deliveredSeq: 0, seenAt: null, name: one.displayName, avatarId: null, status: null };
    const his = { readSeq: 1, deliveredSeq: 2, seenAt: at, name: other.displayName, avatarId: null, status: null };
    await blocks.block(
      conversation.id,
      one.id,
      new Map([
        [one.id, null],
        [other.id, at],
      ]),
    );
    const hidden = await conversations.advance(conversation.id, other.id, 'read', 3);
    expect(hidden).to.deep.equal({ seq: 3, moved: true, isHidden: true });
    await blocks.block(conversation.id, other.id, new Map([one, other].map(({ id }) => [id, new Date()])));
    await blocks.block(conversation.id, one.id, new Map([one, other].map(({ id }) => [id, new Date()])));
    const frozen = [
      { userId: one.id, readSeq: 0, deliveredSeq: 0, frozen: hers },
      { userId: other.id, readSeq: 3, deliveredSeq: 3, frozen: his },
    ];
    expect(await conversations.readStates(conversation.id)).to.have.deep.members(frozen);
    await blocks.lift(conversation.id, one.id);
    await blocks.lift(conversation.id, one.id);
    expect(await conversations.readStates(conversation.id), 'the other block stands').to.have.deep.members(frozen);
    const [entry] = await conversations.list(one.id, { after: null, limit: 1 });
    expect([entry?.mine.frozen, entry?.peers.frozen]).to.deep.equal([hers, his]);
    await blocks.lift(conversation.id, other.id);
    expect(await conversations.readStates(conversation.id)).to.have.deep.members([
      { userId: one.id, readSeq: 0, deliveredSeq: 0 },
      { userId: other.id, readSeq: 3, deliveredSeq: 3 },
    ]);
  });

  it('finds the blocked peers of a user, and whose block it is', async () => {
    const { blocks, conversations } = stores();
    const me = await makeUser(stores());
    const [mine, theirs, both, none] = await Promise.all([1, 2, 3, 4].map(() => makePair(stores(), me)));
    const at = new Date('2026-11-20T10:11:12.345Z');
    const seen = ({ one, other }: Awaited<ReturnType<typeof makePair>>) =>
      new Map([
        [one.id, null],
        [other.id, at],
      ]);
    for (const pair of [mine, both]) await blocks.block(pair!.conversation.id, me.id, seen(pair!));
    for (const pair of [theirs, both]) await blocks.block(pair!.conversation.id, pair!.other.id, seen(pair!));
    const found = (pair: typeof mine, isMine: boolean) => ({
      ...{ userId: pair!.other.id, mine: isMine, seenAt: at, avatarId: null, status: null },
      name: pair!.other.displayName,
    });
    expect(await blocks.blockedPeers(me.id)).to.have.deep.members([
      found(mine, true),
      found(theirs, false),
      found(both, true),
    ]);
    const own = { userId: me.id, seenAt: null, name: me.displayName, avatarId: null, status: null };
    expect(await blocks.blockedPeers(mine!.other.id)).to.deep.equal([{ ...own, mine: false }]);
    expect(await blocks.blockedPeers(theirs!.other.id)).to.deep.equal([{ ...own, mine: true }]);
    expect(await blocks.blockedPeers(none!.other.id)).to.deep.equal([]);
    for (const pair of [mine, both]) await blocks.lift(pair!.conversation.id, me.id);
    expect(await blocks.blockedPeers(me.id)).to.have.deep.members([found(theirs, false), found(both, false)]);
    expect((await conversations.locate(me.id, none!.other.id)).id).to.equal(none!.conversation.id);
  });

  it('finds recent changes with their current state', async () => {
    const { one, other, conversation } = await makePair(stores());
    const { blocks } = stores();
    const mine = async (windowMs: number) =>
      (await blocks.changedWithin(windowMs)).filter(({ channelId }) => channelId === conversation.id);
    expect(await mine(60_000), 'no change yet').to.deep.equal([]);
    await blocks.lift(conversation.id, one.id);
    expect(await mine(60_000), 'lifting no block changes nothing').to.deep.equal([]);
    await blocks.block(conversation.id, one.id, never(one, other));
    const pair = [one.id, other.id].toSorted();
    expect(await mine(60_000)).to.deep.equal([{ channelId: conversation.id, pair, blocked: true }]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await blocks.block(conversation.id, one.id, never(one, other));
    expect(await mine(30), 'blocking again changes nothing').to.deep.equal([]);
    await blocks.lift(conversation.id, one.id);
    expect(await mine(60_000)).to.deep.equal([{ channelId: conversation.id, pair, blocked: false }]);
  });

  it('limits the blocks of a user, even when they are set at once, and answers which are new', async () => {
    const me = await makeUser(stores());
    const pairs = await Promise.all(Array.from({ length: 8 }, () => makePair(stores(), me)));
    const database = await openDatabase(place().databaseUrl, place().dataDir);
    try {
      const blocks = createBlockStore(database, 3);
      const block = ({ conversation, other }: (typeof pairs)[0]) =>
        blocks.block(conversation.id, me.id, never(me, other));
      // Blocks by the peers do not count.
      for (const { conversation, other } of pairs)
        await stores().blocks.block(conversation.id, other.id, never(me, other));
      const codes = await Promise.all(pairs.map((pair) => codeOf(block(pair))));
      expect(codes.filter((code) => code === 'accepted')).to.have.length(3);
      expect(new Set(codes)).to.deep.equal(new Set(['accepted', 'invalid_input']));
      const mine = (await blocks.blockedPeers(me.id)).filter((blocked) => blocked.mine).map(({ userId }) => userId);
      const set = pairs.filter((_, index) => codes[index] === 'accepted');
      expect(mine, 'a refused block changes nothing').to.have.members(set.map(({ other }) => other.id));
      const [first] = set as [(typeof pairs)[0]];
      expect(await block(first), 'again').to.equal(false);
      expect(await blocks.lift(first.conversation.id, me.id)).to.equal(true);
      expect(await blocks.lift(first.conversation.id, me.id), 'again').to.equal(false);
      expect(await block(first), 'there is room again').to.equal(true);
    } finally {
      await database.client.$disconnect();
    }
  });

  it('stays consistent when both users block and lift at once', async () => {
    const { one, other, conversation } = await makePair(stores());
    const { blocks } = stores();
    const work = [0, 1, 2, 3, 4].flatMap(() => [
      blocks.block(conversation.id, one.id, never(one, other)).then(() => blocks.lift(conversation.id, one.id)),
      blocks.block(conversation.id, other.id, never(one, other)),
    ]);
    await Promise.all(work);
    expect(await blocks.blockedPeers(one.id)).to.deep.equal([
      { userId: other.id, mine: false, seenAt: null, name: other.displayName, avatarId: null, status: null },
    ]);
    await blocks.lift(conversation.id, other.id);
    expect(await blocks.blockedPeers(one.id)).to.deep.equal([]);
    expect((await stores().conversations.readStates(conversation.id)).some(({ frozen }) => frozen)).to.equal(false);
  });
});
