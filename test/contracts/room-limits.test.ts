/** The limits of rooms in the stores: what is beyond them is refused, and changes nothing. */
import { expect } from 'chai';
import type { RoomChange } from '../../src/engine/ports/room-port.ts';
import { roomLimits } from '../../src/protocol/limits.ts';
import { Refusal } from '../../src/protocol/refusals.ts';
import { describeStores } from './backends.ts';
import { makeUser } from './fixtures.ts';

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? { code: error.code, fields: error.details.fields } : error),
  );

describeStores('limits of rooms', (stores) => {
  const makeUsers = async (count: number) => {
    const ids: string[] = [];
    while (ids.length < count) ids.push((await makeUser(stores())).id);
    return ids;
  };

  it('has at most 200 members in a room', async () => {
    const { rooms } = stores();
    const [ownerId = '', ...others] = await makeUsers(roomLimits.membersMax + 1);
    const late = others.pop() ?? '';
    const { channelId } = await rooms.create({ title: 'Full', ownerId, memberIds: others });
    const change = (more: Partial<RoomChange>) => rooms.change({ channelId, actorId: ownerId, ...more });
    expect(await refusalOf(change({ title: 'Fuller', add: [late], promote: others.slice(0, 1) }))).to.deep.equal({
      code: 'invalid_input',
      fields: { add: `must leave the room with at most ${roomLimits.membersMax} members` },
    });
    expect(await rooms.find(channelId)).to.include({ title: 'Full', memberCount: roomLimits.membersMax });
    expect(await rooms.roleOf(channelId, late)).to.equal(null);
    expect(await rooms.roleOf(channelId, others[0] ?? '')).to.equal('member');
    const changed = await change({ add: [late], remove: others.slice(0, 1) });
    expect(changed.room.memberCount).to.equal(roomLimits.membersMax);
  });

  it('has each user in at most 500 rooms, and the lobby counts as none of them', async () => {
    const { rooms } = stores();
    const [full = '', other = ''] = await makeUsers(2);
    await rooms.openLobby();
    await rooms.joinLobby(full);
    const own: string[] = [];
    while (own.length < roomLimits.roomsMax)
      own.push((await rooms.create({ title: `${own.length}`, ownerId: full, memberIds: [] })).channelId);
    const { channelId } = await rooms.create({ title: 'One more', ownerId: other, memberIds: [] });
    const refused = {
      code: 'invalid_input',
      fields: { members: `must each be in fewer than ${roomLimits.roomsMax} rooms` },
    };
    const add = { channelId, actorId: other, title: 'Changed', add: [full] };
    for (const work of [
      () => rooms.create({ title: 'Mine', ownerId: full, memberIds: [other] }),
      () => rooms.create({ title: 'Ours', ownerId: other, memberIds: [full] }),
      () => rooms.change(add),
    ])
      expect(await refusalOf(work())).to.deep.equal(refused);
    expect(await rooms.roomsOf(full)).to.have.length(roomLimits.roomsMax + 1);
    expect(await rooms.roomsOf(other)).to.deep.equal([channelId]);
    expect(await rooms.find(channelId)).to.include({ title: 'One more', memberCount: 1 });
    await rooms.change({ channelId: own[0] ?? '', actorId: full, remove: [full] });
    expect((await rooms.change(add)).added).to.deep.equal([full]);
  });
});
