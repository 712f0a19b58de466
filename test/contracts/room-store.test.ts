/** The contract of the store of rooms. */
import { expect } from 'chai';
import { reactRule } from '../../src/engine/conversations/change-rules.ts';
import { lobbyId, type RoomChange } from '../../src/engine/ports/room-port.ts';
import { describeStores } from './backends.ts';
import { codeOf, makeSession, makeUser, newMessageOf } from './fixtures.ts';

describeStores('room store', (stores) => {
  async function makeRoom(others = 2) {
    const [owner, ...members] = await Promise.all(Array.from({ length: others + 1 }, () => makeUser(stores())));
    if (!owner) throw new Error('no owner');
    const room = await stores().rooms.create({
      title: 'Tea',
      ownerId: owner.id,
      memberIds: members.map(({ id }) => id),
    });
    const change = (actorId: string, more: Partial<RoomChange>) =>
      stores().rooms.change({ channelId: room.channelId, actorId, ...more });
    return { room, owner, members, change };
  }

  it('creates a room with an owner and members, each of whom has it', async () => {
    const { rooms } = stores();
    const { room, owner, members } = await makeRoom();
    expect(room).to.include({ title: 'Tea', memberCount: 3 });
    expect(await rooms.find(room.channelId)).to.deep.equal(room);
    expect(await rooms.roleOf(room.channelId, owner.id)).to.equal('owner');
    for (const { id } of members) expect(await rooms.roleOf(room.channelId, id)).to.equal('member');
    for (const { id } of [owner, ...members]) expect(await rooms.roomsOf(id)).to.deep.equal([room.channelId]);
    const stranger = await makeUser(stores());
    expect(await rooms.roleOf(room.channelId, stranger.id)).to.equal(null);
    expect(await rooms.roomsOf(stranger.id)).to.deep.equal([]);
  });

  it('reads the members page by page', async () => {
    const { room, owner, members } = await makeRoom(4);
    const found: string[] = [];
    for (let after = '', isLast = false; !isLast; ) {
      const page = await stores().rooms.members(room.channelId, after, 2);
      found.push(...page.map(({ userId }) => userId));
      after = page.at(-1)?.userId ?? '';
      isLast = page.length < 2;
    }
    expect(found).to.deep.equal([owner, ...members].map(({ id }) => id).sort());
  });

  it('lets an owner rename, add, remove and promote, and a member only leave', async () => {
    const { rooms } = stores();
    const { room, owner, members, change } = await makeRoom();
    const [one, two] = members.map(({ id }) => id) as [string, string];
    const { id: newcomer } = await makeUser(stores());
    const changed = await change(owner.id, { title: 'Coffee', add: [newcomer, one], remove: [two] });
    expect(changed).to.deep.equal({
      room: { channelId: room.channelId, title: 'Coffee', memberCount: 3 },
      added: [newcomer],
      removed: [two],
      isRenamed: true,
    });
    expect(await rooms.roleOf(room.channelId, two)).to.equal(null);
    for (const more of [{ title: 'x' }, { add: [two] }, { remove: [newcomer] }, { promote: [one] }])
      expect(await codeOf(change(one, more))).to.equal('forbidden');
    for (const more of [{ title: 'x' }, { remove: [two] }])
      expect(await codeOf(change(two, more))).to.equal('not_found');
    await change(owner.id, { promote: [one] });
    expect(await rooms.roleOf(room.channelId, one)).to.equal('owner');
    expect((await change(newcomer, { remove: [newcomer] })).removed).to.deep.equal([newcomer]);
    expect(await rooms.changedWithin(60_000, 5_000)).to.include(room.channelId);
  });

  it('finds the rooms that changed, the latest first and no lobby, and their members', async () => {
    const { rooms } = stores();
    await rooms.openLobby();
    const [first, second] = [await makeRoom(0), await makeRoom(1)];
    await first.change(first.owner.id, { title: 'Later' });
    const changed = await rooms.changedWithin(60_000, 5_000);
    expect(changed).to.include.members([first.room.channelId, second.room.channelId]).and.not.include(lobbyId);
    expect(await rooms.changedWithin(60_000, 1)).to.have.length(1);
    const [left] = second.members;
    await second.change(second.owner.id, { remove: [left?.id ?? ''] });
    expect(await rooms.membersOf([first.room.channelId, second.room.channelId])).to.have.deep.members(
      [first, second].map(({ room: { channelId }, owner }) => ({ channelId, userId: owner.id })),
    );
  });

  it('makes the member who is there longest an owner when the last owner leaves', async () => {
    const { rooms } = stores();
    const { room, owner, members, change } = await makeRoom(1);
    const { id: newcomer } = await makeUser(stores());
    await change(owner.id, { add: [newcomer] });
    await change(owner.id, { remove: [owner.id] });
    expect(await rooms.roleOf(room.channelId, members[0]?.id ?? '')).to.equal('owner');
    expect(await rooms.roleOf(room.channelId, newcomer)).to.equal('member');
    for (const id of [newcomer, members[0]?.id ?? '']) await change(id, { remove: [id] });
    expect(await rooms.find(room.channelId)).to.include({ memberCount: 0 });
  });

  it('is no pair of anybody, and refuses what is no room', async () => {
    const { owner, room } = await makeRoom();
    expect(await stores().conversations.list(owner.id, { after: null, limit: 10 })).to.deep.equal([]);
    const pair = await stores().conversations.open(owner.id, (await makeUser(stores())).id);
    expect(await codeOf(stores().rooms.change({ channelId: pair.id, actorId: owner.id, title: 'x' }))).to.equal(
      'not_found',
    );
    await stores().rooms.openLobby();
    await stores().rooms.joinLobby(owner.id);
    const leaving = { channelId: lobbyId, actorId: owner.id, remove: [owner.id] };
    expect(await codeOf(stores().rooms.change(leaving))).to.equal('not_found');
    expect(await stores().rooms.roleOf(lobbyId, owner.id)).to.equal('member');
    expect(await stores().rooms.find(pair.id)).to.equal(null);
    expect(await stores().rooms.roleOf(pair.id, owner.id)).to.equal(null);
    expect(room.channelId).to.have.length(16);
  });

  it('takes messages and changes of its members only, and answers a repeat of one who has left', async () => {
    const { messages, changes } = stores();
    const { room, owner, members, change } = await makeRoom(1);
    const { channelId } = room;
    const member = members[0]?.id ?? '';
    const stranger = (await makeUser(stores())).id;
    const write = async (userId: string) => ({
      ...(await newMessageOf(stores(), channelId, userId)),
      isRoom: true as const,
    });
    const [first, second] = [await write(owner.id), await write(member)];
    expect((await messages.append(first)).message.seq).to.equal(1);
    expect((await messages.append(second)).message.seq).to.equal(2);
    expect(await codeOf(messages.append(await write(stranger)))).to.equal('not_found');
    await change(owner.id, { remove: [member] });
    expect(await codeOf(messages.append(await write(member)))).to.equal('not_found');
    expect((await messages.append(second)).repeated).to.equal(true);
    const react = async (userId: string) => {
      const target = {
        channelId,
        seq: 1,
        userId,
        sessionId: await makeSession(stores(), userId),
        isRoom: true as const,
      };
      return changes.change(target, reactRule(userId, '👍', true), () => {});
    };
    expect(await codeOf(react(member))).to.equal('not_found');
    expect((await react(owner.id)).changed).to.equal(true);
    expect((await messages.range(channelId, 1, 9)).map(({ seq, body }) => [seq, body])).to.deep.equal([
      [1, first.body],
      [2, second.body],
    ]);
  });
});
