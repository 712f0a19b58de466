/** The contract of the store of archived conversations, and of the lists with and without them. */
import { expect } from 'chai';
import type { ConversationCursor } from '../../src/engine/ports/conversation-port.ts';
import type { UserRecord } from '../../src/engine/ports/user-port.ts';
import { describeStores } from './backends.ts';
import { makePair, makeUser, newMessageOf, sendMany } from './fixtures.ts';

describeStores('archive store', (stores) => {
  const read = (me: UserRecord, archived: boolean, limit: number, after: ConversationCursor | null = null) =>
    stores().conversations.list(me.id, { after, limit, archived });
  /** The ids of all pages. */
  const list = async (me: UserRecord, archived: boolean, limit = 100) => {
    const ids: string[] = [];
    for (let after: ConversationCursor | null = null; ; ) {
      const page = await read(me, archived, limit, after);
      ids.push(...page.map(({ conversation }) => conversation.id));
      const last = page.at(-1);
      if (!last || page.length < limit) return ids;
      after = { lastMessageAt: last.lastMessageAt, channelId: last.conversation.id };
    }
  };

  it('leaves an archived conversation out of the list of this member until a message comes', async () => {
    const { one, other, conversation } = await makePair(stores());
    const { id } = conversation;
    await sendMany(stores(), id, one.id, 2);
    await stores().archives.archive(id, one.id, 2);
    expect([await list(one, false), await list(one, true)]).to.deep.equal([[], [id]]);
    expect([await list(other, false), await list(other, true)]).to.deep.equal([[id], []]);
    expect(await stores().archives.count(one.id, 10)).to.equal(1);
    const [entry] = await read(one, true, 1);
    expect(entry).to.include({ isArchived: true, unread: 0 });
    await stores().messages.append(await newMessageOf(stores(), id, other.id));
    expect([await list(one, false), await list(one, true)]).to.deep.equal([[id], []]);
    expect((await read(one, false, 1))[0]).to.include({ isArchived: false });
    expect(await stores().archives.count(one.id, 10)).to.equal(0);
  });

  it('takes a conversation out of the archive', async () => {
    const { one, conversation } = await makePair(stores());
    await sendMany(stores(), conversation.id, one.id, 1);
    await stores().archives.archive(conversation.id, one.id, 1);
    await stores().archives.archive(conversation.id, one.id, 0);
    expect([await list(one, false), await list(one, true)]).to.deep.equal([[conversation.id], []]);
  });

  it('fills the pages of both lists, and counts up to a bound', async () => {
    const me = await makeUser(stores());
    const pairs = await Promise.all(Array.from({ length: 7 }, () => makePair(stores(), me)));
    const ids = pairs.map(({ conversation }) => conversation.id);
    for (const id of ids) await sendMany(stores(), id, me.id, 1);
    const archived = ids.filter((_, index) => index % 3 !== 0);
    for (const id of archived) await stores().archives.archive(id, me.id, 1);
    for (const limit of [1, 2, 3, 10]) {
      const listed = ids.filter((id) => !archived.includes(id));
      expect((await list(me, false, limit)).sort(), `${limit} a page`).to.deep.equal(listed.sort());
      expect((await list(me, true, limit)).sort(), `${limit} archived a page`).to.deep.equal([...archived].sort());
    }
    expect(await stores().archives.count(me.id, 10)).to.equal(4);
    expect(await stores().archives.count(me.id, 3)).to.equal(3);
  });
});
