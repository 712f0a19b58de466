/** The contract of the conversation list: conversations with a message, newest activity first, in complete pages. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ConversationCursor, ConversationEntry } from '../../src/engine/ports/conversation-port.ts';
import type { UserRecord } from '../../src/engine/ports/user-port.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { describeStores } from './backends.ts';
import { makePair, makeUser, newMessageOf, sendMany } from './fixtures.ts';

describeStores('conversation list', (stores, place) => {
  const list = (me: UserRecord, after: ConversationCursor | null = null, limit = 100) =>
    stores().conversations.list(me.id, { after, limit });
  const cursorOf = ({ lastMessageAt, conversation }: ConversationEntry) => ({
    lastMessageAt,
    channelId: conversation.id,
  });

  async function isTheSameInPages(me: UserRecord, whole: readonly ConversationEntry[]) {
    for (let limit = 1; limit <= 7; limit += 1) {
      const paged: ConversationEntry[] = [];
      for (;;) {
        const last = paged.at(-1);
        const page = await list(me, last ? cursorOf(last) : null, limit);
        if (page.length === 0) break;
        expect(page.length).to.be.at.most(limit);
        paged.push(...page);
        expect(paged.length, 'pages without end').to.be.at.most(whole.length);
      }
      expect(paged.map(({ conversation }) => conversation.id)).to.deep.equal(
        whole.map(({ conversation }) => conversation.id),
      );
    }
  }

  it('shows only conversations that hold a message, and only to their members', async () => {
    const { one, other, conversation } = await makePair(stores());
    await makePair(stores(), one);
    const stranger = await makeUser(stores());
    expect(await list(one)).to.deep.equal([]);
    await sendMany(stores(), conversation.id, one.id, 1);
    expect((await list(one)).map(({ peer }) => peer)).to.deep.equal([other]);
    expect((await list(other)).map(({ peer }) => peer)).to.deep.equal([one]);
    expect(await list(stranger)).to.deep.equal([]);
  });

  it('puts the newest activity first and shows the last message of each', async () => {
    const me = await makeUser(stores());
    const pairs = await Promise.all([1, 2, 3].map(() => makePair(stores(), me)));
    for (const index of [0, 1, 2, 0]) {
      const { conversation, other } = pairs[index] as (typeof pairs)[number];
      await sendMany(stores(), conversation.id, other.id, 2);
      await new Promise((resolve) => setTimeout(resolve, 3)); // Different milliseconds.
    }
    const entries = await list(me);
    expect(entries.map(({ peer }) => peer.id)).to.deep.equal([0, 2, 1].map((index) => pairs[index]?.other.id));
    expect(entries.map(({ lastMessage }) => lastMessage.seq)).to.deep.equal([4, 2, 2]);
    expect(entries[0]?.lastMessageAt).to.deep.equal(entries[0]?.lastMessage.sentAt);
  });

  it('counts messages of the peer beyond the read state as unread, never one’s own', async () => {
    const { one, other, conversation } = await makePair(stores());
    await sendMany(stores(), conversation.id, other.id, 3);
    await sendMany(stores(), conversation.id, one.id, 2);
    await sendMany(stores(), conversation.id, other.id, 1);
    const unread = async (me: UserRecord) => (await list(me))[0]?.unread;
    expect([await unread(one), await unread(other)]).to.deep.equal([4, 2]);
    await stores().conversations.advance(conversation.id, one.id, 'read', 2);
    expect([await unread(one), await unread(other)]).to.deep.equal([2, 2]);
    await stores().conversations.advance(conversation.id, one.id, 'delivered', 6);
    expect(await unread(one)).to.equal(2);
    await stores().conversations.advance(conversation.id, one.id, 'read', 6);
    expect(await unread(one)).to.equal(0);
  });

  it('counts the unread among the newest 1,000 messages only, however many there are', async () => {
    const { one, other, conversation } = await makePair(stores());
    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    const row = (seq: number) => ({
      channelId: conversation.id,
      seq,
      senderId: seq % 4 ? other.id : one.id,
      clientId: Buffer.from(randomUUID().replaceAll('-', ''), 'hex'),
      body: '',
      sentAt: new Date(),
    });
    for (let from = 1; from <= 3_000; from += 500) {
      await client.message.createMany({ data: Array.from({ length: 500 }, (_, index) => row(from + index)) });
    }
    const where = { id: conversation.id };
    await client.channel.update({ where, data: { lastSeq: 3_000, lastMessageAt: new Date() } });
    await client.$disconnect();
    const unread = async (me: UserRecord) => (await list(me))[0]?.unread;
    expect([await unread(one), await unread(other)]).to.deep.equal([750, 250]);
    await stores().conversations.advance(conversation.id, one.id, 'read', 2_996);
    expect(await unread(one)).to.equal(3);
  });

  it('shows the read states of both members, each as mine to its owner', async () => {
    const { one, other, conversation } = await makePair(stores());
    await sendMany(stores(), conversation.id, one.id, 5);
    await stores().conversations.advance(conversation.id, one.id, 'read', 4);
    await stores().conversations.advance(conversation.id, other.id, 'delivered', 3);
    const [[mine], [theirs]] = [await list(one), await list(other)];
    expect(mine?.mine).to.include({ userId: one.id, readSeq: 4, deliveredSeq: 4 });
    expect(mine?.peers).to.include({ userId: other.id, readSeq: 0, deliveredSeq: 3 });
    expect([theirs?.mine, theirs?.peers]).to.deep.equal([mine?.peers, mine?.mine]);
  });

  it('gives the whole list in pages of any size when many conversations share a millisecond', async () => {
    const me = await makeUser(stores());
    const peers = await Promise.all(Array.from({ length: 17 }, () => makePair(stores(), me)));
    // Each round is one batch, so its conversations share one time.
    for (const round of [peers.slice(0, 7), peers.slice(5, 12), peers.slice(11)]) {
      const messages = await Promise.all(
        round.map(({ conversation }) => newMessageOf(stores(), conversation.id, me.id)),
      );
      await Promise.all(messages.map((message) => stores().messages.append(message)));
    }
    const whole = await list(me);
    expect(whole).to.have.length(17);
    const times = whole.map(({ lastMessageAt }) => lastMessageAt.getTime());
    expect(times).to.deep.equal(times.toSorted((a, b) => b - a));
    expect(new Set(times).size, 'shared times').to.be.below(17);
    await isTheSameInPages(me, whole);
  });

  it('keeps the order within a second, across seconds, and at their borders', async () => {
    const me = await makeUser(stores());
    const second = Date.parse('2026-03-29T00:59:59.000Z'); // Clocks change in Europe a second later.
    const offsets = [-1_000, -1, 0, 0, 1, 998, 999, 1_000, 1_001, 500, 501, 1_999, 2_000];
    const database = await openDatabase(place().databaseUrl, place().dataDir);
    for (const offset of offsets) {
      const { conversation, other } = await makePair(stores(), me);
      await sendMany(stores(), conversation.id, other.id, 1);
      const data = { lastMessageAt: new Date(second + offset) };
      await database.client.channel.update({ where: { id: conversation.id }, data });
    }
    await database.client.$disconnect();
    const whole = await list(me);
    const times = whole.map(({ lastMessageAt }) => lastMessageAt.getTime() - second);
    expect(times).to.deep.equal(offsets.toSorted((a, b) => b - a));
    await isTheSameInPages(me, whole);
  });

  it('answers an invented cursor with a page, never with an error', async () => {
    const { one, conversation } = await makePair(stores());
    await sendMany(stores(), conversation.id, one.id, 1);
    const page = (time: number, channelId: string) => list(one, { lastMessageAt: new Date(time), channelId });
    expect(await page(0, '')).to.deep.equal([]);
    for (const channelId of ['~~~', "' OR 1=1 --", '%']) {
      expect(await page(Date.now() + 60_000, channelId), channelId).to.have.length(1);
    }
  });
});
