/** The list of a room's members: owners first, then by name. */
import { signal } from '@preact/signals';
import { expect } from 'chai';
import type { ConversationState } from '../../../src/web/model/conversation-state.ts';
import type { Messenger } from '../../../src/web/model/messenger.ts';
import { MemberList } from '../../../src/web/model/rooms/member-list.ts';

type Parts = Pick<Messenger, 'wire' | 'users'>;

/** The order of a list whose pages have these members, as "role name". */
async function listed(pages: readonly (readonly string[])[], isLobby = false): Promise<string[]> {
  const asked: unknown[] = [];
  const request = async () => {
    const members = (pages[asked.push(0) - 1] ?? []).map((member) => {
      const [role, displayName] = member.split(' ');
      return { role, user: { username: displayName?.toLowerCase(), displayName } };
    });
    return { members, next: asked.length < pages.length ? `${asked.length}` : null };
  };
  const messenger = { wire: { request }, users: { learn: () => {} } } as unknown as Parts;
  const room = signal({ lobby: isLobby });
  const list = new MemberList(messenger, { peer: 'room:abc', room } as unknown as ConversationState);
  await list.all();
  return list.members.value.map(({ role, user }) => `${role} ${user.displayName}`);
}

describe('the list of members', () => {
  it('has the owners first, each group by name, whatever the order of the pages', async () => {
    const pages = [
      ['member Émile', 'owner Zoe', 'member ben'],
      ['member Carla', 'owner Ann'],
    ];
    const order = ['owner Ann', 'owner Zoe', 'member ben', 'member Carla', 'member Émile'];
    expect(await listed(pages)).to.deep.equal(order);
  });

  it('stays in the order of the pages in the lobby, which may have thousands', async () => {
    const pages = [['member Zoe', 'member Ann'], ['member Ben']];
    expect(await listed(pages, true)).to.deep.equal(['member Zoe', 'member Ann', 'member Ben']);
  });
});
