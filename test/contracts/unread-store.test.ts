/** The contract of conversations that a user has marked as unread: the count, and what ends the mark. */
import { expect } from 'chai';
import type { Stores } from '../../src/storage/stores.ts';
import { describeStores } from './backends.ts';
import { makePair, makeSession, newMessageOf, sendMany } from './fixtures.ts';

describeStores('unread store', (stores) => {
  /** A conversation in which the other user has sent so many messages, and this one has read all. */
  async function readPair(count: number) {
    const { one, other, conversation } = await makePair(stores());
    const { id } = conversation;
    await sendMany(stores(), id, other.id, count);
    await stores().conversations.advance(id, one.id, 'read', count);
    const mark = (seq: number) => stores().unreadMarks.mark(id, one.id, seq);
    const read = (seq: number) => stores().conversations.advance(id, one.id, 'read', seq);
    return { one, other, id, mark, read };
  }
  const listed = async (all: Stores, userId: string) => {
    const [entry] = await all.conversations.list(userId, { after: null, limit: 1 });
    return { unread: entry?.unread, unreadFrom: entry?.unreadFrom, readSeq: entry?.mine.readSeq };
  };

  it('counts from the marked message on, for this member only, and leaves the read state', async () => {
    const { one, other, id, mark } = await readPair(5);
    expect(await mark(4)).to.equal(2);
    expect(await listed(stores(), one.id)).to.deep.equal({ unread: 2, unreadFrom: 4, readSeq: 5 });
    expect(await listed(stores(), other.id)).to.deep.equal({ unread: 0, unreadFrom: 0, readSeq: 0 });
    await stores().messages.append(await newMessageOf(stores(), id, one.id));
    await stores().messages.append(await newMessageOf(stores(), id, other.id));
    expect(await listed(stores(), one.id)).to.deep.equal({ unread: 3, unreadFrom: 4, readSeq: 5 });
    expect(await mark(2)).to.equal(5);
  });

  it('loses no message that was unread before', async () => {
    const { one, other, id, mark } = await readPair(2);
    await sendMany(stores(), id, other.id, 3);
    expect(await mark(5)).to.equal(3);
    expect(await listed(stores(), one.id)).to.deep.equal({ unread: 3, unreadFrom: 5, readSeq: 2 });
  });

  it('does not count a message that is deleted later', async () => {
    const { other, id, mark } = await readPair(3);
    const sessionId = await makeSession(stores(), other.id);
    await stores().changes.change(
      { channelId: id, seq: 3, userId: other.id, sessionId },
      ({ message, rev, at }) => ({
        change: { kind: 'delete' },
        message: {
          ...message,
          body: '',
          state: { rev, editedAt: null, deletedAt: at, pinned: null, reactions: [] },
        },
      }),
      () => {},
    );
    expect(await mark(2)).to.equal(1);
  });

  for (const alone of [true, false]) {
    it(`ends with the next reading of any seq, ${alone ? 'alone' : 'in a batch'}`, async () => {
      const { one, other, id, mark, read } = await readPair(3);
      const reading = async (seq: number) => {
        if (alone) return read(seq);
        return (await Promise.all([read(seq), stores().conversations.advance(id, other.id, 'read', 1)]))[0];
      };
      for (const seq of [1, 3]) {
        await mark(2);
        expect(await reading(seq)).to.deep.equal({ seq: 3, moved: false, unmarked: true, isHidden: false });
        expect(await listed(stores(), one.id)).to.deep.equal({ unread: 0, unreadFrom: 0, readSeq: 3 });
        expect(await reading(seq)).to.deep.equal({ seq: 3, moved: false, isHidden: false });
      }
      await mark(2);
      await sendMany(stores(), id, other.id, 1);
      expect(await reading(4)).to.include({ seq: 4, moved: true });
      expect(await listed(stores(), one.id)).to.deep.equal({ unread: 0, unreadFrom: 0, readSeq: 4 });
    });
  }

  it('stays when a message is delivered, and when the peer reads', async () => {
    const { one, other, id, mark } = await readPair(3);
    await mark(3);
    await sendMany(stores(), id, other.id, 1);
    await stores().conversations.advance(id, one.id, 'delivered', 4);
    await stores().conversations.advance(id, other.id, 'read', 4);
    expect(await listed(stores(), one.id)).to.deep.equal({ unread: 2, unreadFrom: 3, readSeq: 3 });
  });

  it('marks nothing for a user who is no member', async () => {
    const { id } = await readPair(1);
    const { one: stranger } = await makePair(stores());
    expect(await stores().unreadMarks.mark(id, stranger.id, 1)).to.equal(0);
  });
});
