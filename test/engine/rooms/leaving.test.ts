/** Deleted accounts leave their rooms. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { leaveRooms } from '../../../src/engine/rooms/leaving.ts';
import { goodPassword } from '../../support/client.ts';
import { useEngine } from '../engine-bench.ts';

describe('a deleted account in a room', () => {
  const bench = useEngine();
  let [owner, member]: Caller[] = [];
  let conversation: string;
  beforeEach(async () => {
    [owner, member] = await Promise.all([bench().join(), bench().join()]);
    const { engine } = bench();
    const created = await engine.rooms.create(owner as Caller, { title: 'Tea', members: [member?.username ?? ''] });
    conversation = created.conversation.channelId;
    await engine.messages.send(owner as Caller, { conversation, clientId: randomUUID(), body: 'stays' });
    bench().fanout.take();
  });

  /** The last owner is gone, the messages are not. */
  async function expectLeft() {
    const { rooms } = bench().stores;
    expect(await rooms.roomsOf(owner?.id ?? '')).to.deep.equal([]);
    expect(await rooms.find(conversation)).to.include({ memberCount: 1 });
    expect(await rooms.roleOf(conversation, member?.id ?? '')).to.equal('owner');
    const { messages } = await bench().engine.messages.history(member as Caller, { conversation });
    expect(messages.map(({ from, body }) => [from, body])).to.deep.equal([[owner?.username, 'stays']]);
  }

  it('leaves the room, and the other members are told', async () => {
    const { engine, fanout } = bench();
    await engine.accounts.remove(owner as Caller, goodPassword);
    await expectLeft();
    const told = fanout.take().filter(({ event }) => event === 'roomChanged');
    expect(told.map(({ payload }) => payload)).to.deep.equal([
      {
        ...{ conversation, title: 'Tea', memberCount: 1, by: owner?.username },
        ...{ added: [], removed: [owner?.username], renamed: false },
      },
    ]);
  });

  it('leaves the lobby', async () => {
    const { rooms } = bench().stores;
    await rooms.openLobby();
    await rooms.joinLobby(owner?.id ?? '');
    await bench().engine.accounts.remove(owner as Caller, goodPassword);
    expect(await rooms.roomsOf(owner?.id ?? '')).to.deep.equal([]);
  });

  it('leaves the room when an administrator deletes it', async () => {
    await bench().administration.remove(owner?.username ?? '');
    await expectLeft();
  });

  it('stays in the room when the password is wrong', async () => {
    await bench()
      .engine.accounts.remove(owner as Caller, 'wrong password')
      .catch(() => {});
    expect(await bench().stores.rooms.roleOf(conversation, owner?.id ?? '')).to.equal('owner');
  });

  it('goes on when an owner removes the user between the query and the change', async () => {
    const { rooms } = bench().stores;
    const removal = { channelId: conversation, actorId: owner?.id ?? '', remove: [member?.id ?? ''] };
    const change: typeof rooms.change = async (wanted) => {
      await rooms.change(removal);
      return rooms.change(wanted);
    };
    const told: unknown[] = [];
    await leaveRooms({ ...rooms, change }, member?.id ?? '', (changed) => told.push(changed));
    expect(told).to.deep.equal([]);
    expect(await rooms.find(conversation)).to.include({ memberCount: 1 });
    expect(await rooms.roomsOf(member?.id ?? '')).to.deep.equal([]);
  });
});
