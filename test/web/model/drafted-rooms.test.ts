/** Tests of the rooms that have a draft and are not in the loaded part of the list. */
import { signal } from '@preact/signals';
import { expect } from 'chai';
import type { Inbox } from '../../../src/web/model/inbox.ts';
import { KnownConversations } from '../../../src/web/model/known-conversations.ts';
import { followDraftedRooms } from '../../../src/web/model/rooms/drafted-rooms.ts';
import { UserCache } from '../../../src/web/model/user-cache.ts';
import type { Wire, WireState } from '../../../src/web/model/wire.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';

describe('followDraftedRooms', () => {
  const begin = (answer: () => Promise<object>) => {
    const state = signal<WireState>('connecting');
    const confirmed = signal(false);
    const conversations = new KnownConversations('ann');
    const users = new UserCache();
    const asked: unknown[] = [];
    const request = (...call: unknown[]) => {
      asked.push(call);
      return answer();
    };
    const left: string[] = [];
    const wire = { state, request } as unknown as Wire;
    const parts = { me: 'ann', wire, users, conversations, inbox: { confirmed } as unknown as Inbox };
    const stop = followDraftedRooms(parts, (name) => left.push(name));
    conversations.withPeer('room:abc').draft.value = 'unsent';
    conversations.withPeer('ben').draft.value = 'unsent';
    return { state, confirmed, conversations, users, asked, left, stop };
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('asks once for a room that the list does not have, and shows its title', async () => {
    const page = { title: 'Climbing', memberCount: 3, members: [], next: null };
    const { state, confirmed, conversations, users, asked, left, stop } = begin(async () => page);
    state.value = 'connected';
    expect(asked).to.deep.equal([]);
    confirmed.value = true;
    conversations.withPeer('cid').draft.value = 'unsent';
    await settle();
    expect(asked).to.deep.equal([['room', { conversation: 'abc', limit: 1 }]]);
    expect(users.get('room:abc').displayName).to.equal('Climbing');
    expect(conversations.withPeer('room:abc').room.value).to.deep.equal({
      title: 'Climbing',
      memberCount: 3,
      role: 'member',
    });
    expect(left).to.deep.equal([]);
    stop();
  });

  it('tells of a room that the user has left, and not of one that cannot be asked', async () => {
    for (const [code, wanted] of [
      ['not_found', ['room:abc']],
      ['timeout', []],
    ] as const) {
      const page = begin(() => Promise.reject(new WireFailure(code, 'refused')));
      page.confirmed.value = true;
      page.state.value = 'connected';
      await settle();
      expect(page.left).to.deep.equal(wanted);
      page.stop();
    }
  });
});
