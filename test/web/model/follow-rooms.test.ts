/** Tests of what the page does when it is told of a change of a room. */
import { signal } from '@preact/signals';
import { expect } from 'chai';
import type { RoomNotice } from '../../../src/protocol/room-shapes.ts';
import type { History } from '../../../src/web/model/history.ts';
import type { Inbox } from '../../../src/web/model/inbox.ts';
import { KnownConversations } from '../../../src/web/model/known-conversations.ts';
import { followRooms } from '../../../src/web/model/rooms/follow-rooms.ts';
import { UserCache } from '../../../src/web/model/user-cache.ts';
import type { Wire, WireState } from '../../../src/web/model/wire.ts';

describe('followRooms', () => {
  const begin = () => {
    const conversations = new KnownConversations('ann');
    const pushed = new Map<string, (notice: RoomNotice) => void>();
    const onPush = (name: string, listener: (notice: RoomNotice) => void) => pushed.set(name, listener);
    const wire = { state: signal<WireState>('connected'), onPush } as unknown as Wire;
    const listFetches: true[] = [];
    const inbox = { fetched: signal(0), refreshSoon: () => listFetches.push(true) } as unknown as Inbox;
    const history = { fillGapSoon: () => {} } as unknown as History;
    const stop = followRooms({ me: 'ann', wire, users: new UserCache(), conversations, inbox, history });
    const push = (more: Partial<RoomNotice>) => {
      const none = { added: [], removed: [], renamed: false };
      pushed.get('roomChanged')?.({ conversation: 'abc', title: 'Tea', memberCount: 3, by: 'ben', ...none, ...more });
    };
    const { room } = conversations.withPeer('room:abc');
    const listed = () => conversations.active.value.map(({ peer }) => peer);
    return { room, push, listed, listFetches, stop };
  };

  it('lists a room that the user was added to, and asks the list for its messages', () => {
    const { push, listed, listFetches, stop } = begin();
    push({ added: ['ann'] });
    expect(listed()).to.deep.equal(['room:abc']);
    expect(listFetches).to.have.lengthOf(1);
    stop();
  });

  it('leaves a room out of the list that is beyond its loaded part', () => {
    const { push, listed, listFetches, stop } = begin();
    push({ renamed: true });
    expect([listed(), listFetches]).to.deep.equal([[], []]);
    stop();
  });

  it('keeps what a change of a room does not tell', () => {
    const { room, push, stop } = begin();
    const createdAt = new Date(3_000).toISOString();
    room.value = { title: 'Coffee', memberCount: 2, role: 'owner', createdAt };
    push({ renamed: true });
    expect(room.value).to.deep.equal({ title: 'Tea', memberCount: 3, role: 'owner', createdAt });
    stop();
  });
});
