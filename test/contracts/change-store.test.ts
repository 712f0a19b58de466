/** The contract of the change store: one revision a change, under the lock of the conversation, and nothing for a repeat. */
import { expect } from 'chai';
import { deleteRule, editRule, pinRule, reactRule } from '../../src/engine/conversations/change-rules.ts';
import { type ChangeRule, earlierVersionsMax } from '../../src/engine/ports/change-port.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { describeStores } from './backends.ts';
import { codeOf, makePair, newMessageOf, sendMany, sessionOf } from './fixtures.ts';

describeStores('change store', (stores, place) => {
  async function scene(count = 3) {
    const pair = await makePair(stores());
    const { conversation, one, other } = pair;
    const { id: channelId } = conversation;
    await sendMany(stores(), channelId, one.id, count);
    const change = async (seq: number, rule: ChangeRule, userId = one.id) => {
      const sessionId = await sessionOf(stores(), userId);
      return stores().changes.change({ channelId, seq, userId, sessionId }, rule, () => {});
    };
    const edit = (seq: number, body: string) => change(seq, editRule(one.id, body));
    const remove = (seq: number) => change(seq, deleteRule(one.id));
    const rev = async () => (await stores().conversations.head(channelId)).rev;
    return { channelId, one, other, change, edit, remove, rev };
  }

  const entryOf = async (userId: string, channelId: string) =>
    (await stores().conversations.list(userId, { after: null, limit: 100 })).find(
      ({ conversation }) => conversation.id === channelId,
    );

  it('gives each change the next revision, and keeps that of the last change of each message', async () => {
    const { channelId, edit, remove, rev } = await scene();
    expect(await rev()).to.equal(0);
    for (const [seq, body] of [
      [2, 'second'],
      [1, 'first'],
      [2, 'second again'],
    ] as const)
      await edit(seq, body);
    await remove(3);
    expect(await rev()).to.equal(4);
    const changed = await stores().changes.changedAfter(channelId, 0, 10);
    expect(changed.map(({ seq, body, state }) => [seq, body, state?.rev])).to.deep.equal([
      [1, 'first', 2],
      [2, 'second again', 3],
      [3, '', 4],
    ]);
    expect((await stores().changes.changedAfter(channelId, 2, 1)).map(({ seq }) => seq)).to.deep.equal([2]);
    expect(await stores().changes.changedAfter(channelId, 4, 10)).to.deep.equal([]);
    const range = await stores().messages.range(channelId, 1, 3);
    expect(range).to.deep.equal(changed);
    expect((await stores().messages.range(channelId, 1, 2, false)).every(({ state }) => state === undefined)).to.equal(
      true,
    );
    // A deleted message has lost its text: its deletion is read all the same.
    expect(await stores().messages.range(channelId, 3, 3, false)).to.deep.equal(changed.slice(2));
  });

  it('lists the pinned messages as they are now, the newest pin first, up to a limit', async () => {
    const { channelId, one, other, change, edit, remove } = await scene();
    for (const seq of [2, 1, 3]) await change(seq, pinRule(one.id, true));
    await edit(2, 'second');
    await change(3, reactRule(other.id, '👍', true));
    const { pinned } = stores().changes;
    const listed = await pinned(channelId, 50);
    expect(listed.map(({ seq, body }) => [seq, body])).to.deep.include([2, 'second']);
    const times = listed.map(({ state }) => state?.pinned?.at.getTime() ?? 0);
    expect(times).to.deep.equal(times.toSorted((a, b) => b - a));
    expect(listed).to.have.length(3);
    expect(await pinned(channelId, 2)).to.have.length(2);
    await remove(1);
    await change(2, pinRule(other.id, false));
    const left = await pinned(channelId, 50);
    expect(left).to.deep.equal(await stores().messages.range(channelId, 3, 3));
  });

  it('answers the message as it is after the change, and reports it once', async () => {
    const { channelId, one } = await scene();
    const sessionId = await sessionOf(stores(), one.id);
    const reported: unknown[] = [];
    const edit = () =>
      stores().changes.change({ channelId, seq: 1, userId: one.id, sessionId }, editRule(one.id, 'new'), (message) =>
        reported.push(message),
      );
    const { message, changed } = await edit();
    expect(changed).to.equal(true);
    expect(message).to.deep.equal((await stores().messages.range(channelId, 1, 1))[0]);
    const repeat = await edit();
    expect(repeat).to.deep.include({ message, changed: false, isBlocked: false });
    expect(repeat.idleMs).to.be.within(0, 60_000);
    expect(reported).to.deep.equal([message]);
  });

  it('takes no revision for a repeat, a refusal, or a message that does not exist', async () => {
    const { channelId, one, other, change, edit, remove, rev } = await scene();
    await edit(1, 'new');
    await remove(2);
    for (const repeat of [await edit(1, 'new'), await remove(2)]) expect(repeat.changed).to.equal(false);
    expect(await codeOf(change(4, deleteRule(one.id)))).to.equal('not_found');
    expect(await codeOf(change(1, editRule(other.id, 'x'), other.id))).to.equal('forbidden');
    expect(await codeOf(edit(2, 'x'))).to.equal('conflict');
    const target = { channelId, seq: 1, userId: one.id, sessionId: 'ended' };
    expect(await codeOf(stores().changes.change(target, editRule(one.id, 'x'), () => {}))).to.equal('unauthorized');
    expect(await rev()).to.equal(2);
  });

  it('makes concurrent changes of a conversation in the order of the calls', async () => {
    const { channelId, edit, rev } = await scene(1);
    const bodies = Array.from({ length: 40 }, (_, index) => `body ${index}`);
    const changes = await Promise.all(bodies.map((body) => edit(1, body)));
    expect(changes.map(({ message }) => message.state?.rev)).to.deep.equal(bodies.map((_, index) => index + 1));
    expect(await rev()).to.equal(40);
    const versions = await stores().changes.versions(channelId, 1);
    expect(versions?.map(({ body }) => body)).to.deep.equal(['hello', ...bodies]);
  });

  it('keeps changes and messages apart when both come at once', async () => {
    const { channelId, one, edit, rev } = await scene(1);
    const work = Array.from({ length: 30 }, (_, index) =>
      index % 2 ? edit(1, `${index}`) : sendMany(stores(), channelId, one.id, 1),
    );
    await Promise.all(work);
    expect(await rev()).to.equal(15);
    expect((await stores().conversations.head(channelId)).lastSeq).to.equal(16);
  });

  it('keeps every text exactly, and the times of its versions', async () => {
    const { channelId, edit } = await scene();
    const bodies = ["'; DROP TABLE Message; -- \\", '😀'.repeat(4_000), ' ? \u0001\u202e '];
    const times: (Date | undefined | null)[] = [];
    for (const body of bodies) times.push((await edit(1, body)).message.state?.editedAt);
    const versions = (await stores().changes.versions(channelId, 1)) ?? [];
    expect(versions.map(({ body }) => body)).to.deep.equal(['hello', ...bodies]);
    expect(versions.slice(1).map(({ at }) => at)).to.deep.equal(times);
    const [{ sentAt } = { sentAt: null }] = await stores().messages.range(channelId, 1, 1);
    expect(versions[0]?.at).to.deep.equal(sentAt);
  });

  it('answers the versions of unchanged, deleted and missing messages', async () => {
    const { channelId, edit, remove } = await scene();
    const versionsOf = async (seq: number) =>
      (await stores().changes.versions(channelId, seq))?.map(({ body }) => body);
    expect(await versionsOf(1)).to.deep.equal(['hello']);
    await edit(2, 'new');
    await remove(2);
    expect(await versionsOf(2)).to.deep.equal([]);
    expect(await versionsOf(4)).to.equal(undefined);
  });

  it('keeps the first version and the newest ones of a message that is edited very often', async () => {
    const { channelId, edit } = await scene();
    for (let index = 1; index <= earlierVersionsMax + 5; index += 1) await edit(1, `${index}`);
    const bodies = ((await stores().changes.versions(channelId, 1)) ?? []).map(({ body }) => body);
    expect(bodies).to.have.length(earlierVersionsMax + 1);
    expect([bodies[0], bodies[1], bodies.at(-1)]).to.deep.equal(['hello', '6', `${earlierVersionsMax + 5}`]);
  });

  it('removes the text and every version of a deleted message', async () => {
    const { channelId, edit, remove } = await scene();
    await edit(1, 'secret text');
    await edit(1, 'another secret');
    await remove(1);
    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    expect(await client.messageVersion.findMany({ where: { channelId } })).to.deep.equal([]);
    expect(await client.message.findMany({ where: { channelId, seq: 1 }, select: { body: true } })).to.deep.equal([
      { body: '' },
    ]);
    await client.$disconnect();
  });

  it('answers a repeated send with the message as it is now, edited or deleted, and never with a conflict', async () => {
    const { channelId, one, edit, remove } = await scene(0);
    const sent = await newMessageOf(stores(), channelId, one.id, 'as sent');
    await stores().messages.append(sent);
    await edit(1, 'edited');
    await edit(1, 'edited twice');
    const again = await stores().messages.append(sent);
    expect(again.repeated).to.equal(true);
    expect([again.message.body, again.message.state?.rev]).to.deep.equal(['edited twice', 2]);
    expect(await codeOf(stores().messages.append({ ...sent, body: 'edited' }))).to.equal('conflict');
    await remove(1);
    const tombstone = await stores().messages.append(sent);
    expect([tombstone.message.body, tombstone.message.state?.rev]).to.deep.equal(['', 3]);
    expect((await stores().messages.append(await newMessageOf(stores(), channelId, one.id))).message.seq).to.equal(2);
  });

  it('changes nothing while a block stands, except by deleting', async () => {
    const { channelId, one, other, edit, remove, rev } = await scene();
    await stores().blocks.block(channelId, other.id, new Map());
    expect(await codeOf(edit(1, 'new'))).to.equal('forbidden');
    expect(await rev()).to.equal(0);
    expect((await remove(1)).changed).to.equal(true);
    await stores().blocks.lift(channelId, other.id);
    await edit(2, 'new');
    expect((await entryOf(one.id, channelId))?.conversation.rev).to.equal(2);
  });

  it('shows the last message of a conversation as it is now, and does not move the conversation in the list', async () => {
    const { channelId, one, edit, remove } = await scene();
    const before = await entryOf(one.id, channelId);
    await edit(3, 'edited');
    expect((await entryOf(one.id, channelId))?.lastMessage).to.include({ seq: 3, body: 'edited' });
    await remove(3);
    const after = await entryOf(one.id, channelId);
    expect(after?.lastMessage.state?.deletedAt).to.be.instanceOf(Date);
    expect(after?.lastMessageAt).to.deep.equal(before?.lastMessageAt);
  });

  it('counts a deleted unread message no longer, and an edited one as before', async () => {
    const { channelId, one, other, edit, remove } = await scene(5);
    const unread = async (userId: string) => (await entryOf(userId, channelId))?.unread;
    await edit(5, 'edited');
    expect(await unread(other.id)).to.equal(5);
    await remove(4);
    expect([await unread(other.id), await unread(one.id)]).to.deep.equal([4, 0]);
    await stores().conversations.advance(channelId, other.id, 'read', 3);
    expect(await unread(other.id)).to.equal(1);
    await remove(2);
    expect(await unread(other.id)).to.equal(1);
  });

  it('names the conversations that changed lately, to their members only', async () => {
    const { channelId, one, other, edit } = await scene();
    const stranger = await makePair(stores());
    const changedOf = async (...userIds: string[]) =>
      (await stores().conversations.changedWithin(userIds, 60_000)).filter((entry) => entry.channelId === channelId);
    expect(await changedOf(one.id, other.id)).to.deep.equal([]);
    await edit(1, 'new');
    expect(await changedOf(one.id, stranger.one.id)).to.deep.equal([{ userId: one.id, channelId, rev: 1 }]);
    expect((await changedOf(one.id, other.id)).map(({ userId }) => userId)).to.have.members([one.id, other.id]);
  });

  it('keeps reactions in the order in which they were made, and tells similar emoji apart', async () => {
    const { channelId, one, other, change } = await scene();
    const made: [string, string, boolean][] = [
      ['👍', one.id, true],
      ['👍🏽', other.id, true],
      ['❤️', other.id, true],
      ['👍', other.id, true],
      ['👍', one.id, false],
      ['👩🏻‍❤️‍💋‍👨🏿', one.id, true],
    ];
    let last: unknown;
    for (const [emoji, userId, on] of made) {
      last = (await change(1, reactRule(userId, emoji, on), userId)).message.state?.reactions;
    }
    const [message] = await stores().messages.range(channelId, 1, 1);
    expect(message?.state?.reactions).to.deep.equal([
      { emoji: '👍🏽', by: other.id },
      { emoji: '❤️', by: other.id },
      { emoji: '👍', by: other.id },
      { emoji: '👩🏻‍❤️‍💋‍👨🏿', by: one.id },
    ]);
    expect(last).to.deep.equal(message?.state?.reactions);
    expect(message?.state?.rev).to.equal(made.length);
    expect((await stores().changes.changedAfter(channelId, 0, 10))[0]?.state).to.deep.equal(message?.state);
  });

  it('takes no revision for a repeated reaction or pin, and adds both up when they come at once', async () => {
    const { channelId, one, other, change, rev } = await scene();
    const both = [one.id, other.id];
    await Promise.all(both.flatMap((id) => [1, 2, 3].map(() => change(1, reactRule(id, '👍', true), id))));
    expect(await rev()).to.equal(2);
    await Promise.all(both.map((id) => change(1, pinRule(id, true), id)));
    expect(await rev()).to.equal(3);
    const [message] = await stores().messages.range(channelId, 1, 1);
    expect(message?.state?.reactions.map(({ by }) => by)).to.have.members(both);
    expect(message?.state?.pinned?.at).to.be.instanceOf(Date);
    await change(1, pinRule(other.id, false), other.id);
    expect((await stores().messages.range(channelId, 1, 1))[0]?.state?.pinned).to.equal(null);
  });

  it('refuses the 51st pin of a conversation and the 21st different emoji of a message', async () => {
    const { one, other, change, remove, rev } = await scene(52);
    for (let seq = 1; seq <= 50; seq += 1) await change(seq, pinRule(one.id, true));
    expect(await codeOf(change(51, pinRule(one.id, true)))).to.equal('conflict');
    await remove(1);
    await change(51, pinRule(one.id, true));
    const emoji = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f600 + index));
    for (const one of emoji.slice(0, 20)) await change(2, reactRule(other.id, one, true), other.id);
    const before = await rev();
    expect(await codeOf(change(2, reactRule(one.id, emoji[20]!, true)))).to.equal('conflict');
    expect(await rev()).to.equal(before);
    expect((await change(2, reactRule(one.id, emoji[0]!, true))).changed).to.equal(true);
  });

  it('removes the reactions and the pin of a deleted message, and takes no new ones', async () => {
    const { channelId, one, other, change, remove, rev } = await scene();
    await change(1, reactRule(other.id, '👍', true), other.id);
    await change(1, pinRule(other.id, true), other.id);
    expect((await remove(1)).message.state).to.include({ pinned: null, rev: 3 });
    const [message] = await stores().messages.range(channelId, 1, 1);
    expect([message?.state?.reactions, message?.state?.pinned]).to.deep.equal([[], null]);
    expect(await codeOf(change(1, reactRule(one.id, '👍', true)))).to.equal('conflict');
    expect(await codeOf(change(1, pinRule(one.id, true)))).to.equal('conflict');
    expect((await change(1, reactRule(one.id, '👍', false))).changed).to.equal(false);
    expect((await change(1, pinRule(one.id, false))).changed).to.equal(false);
    expect(await rev()).to.equal(3);
  });
});
