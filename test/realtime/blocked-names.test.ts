/** Display names while a block stands: every answer shows the name of the moment when the block began. */
import { expect } from 'chai';
import type { ConversationPage, User } from '../../src/protocol/shapes.ts';
import { messageTo } from '../engine/engine-bench.ts';
import { useNode } from '../http/in-process-node.ts';
import { expectStatus, goodPassword, register, type TestUser } from '../support/client.ts';
import { type Device, nextEvent } from '../support/device.ts';

describe('the display name of a blocked peer', () => {
  const url = useNode();

  const rename = async (user: TestUser, displayName: string) =>
    expectStatus(await user.fetch('/api/me', { method: 'PATCH', body: { displayName } }), 200);

  /** The names that the user sees of the peer in `watch`, the conversations and the own blocks. */
  async function seen(user: TestUser, device: Device, peer: TestUser): Promise<(string | undefined)[]> {
    const { users } = await device.ask('watch', { usernames: [peer.username] });
    const { conversations } = expectStatus(await user.fetch<ConversationPage>('/api/conversations'), 200);
    const blocks = expectStatus(await user.fetch<{ users: User[] }>('/api/blocks'), 200).users;
    return [users[0], conversations[0]?.peer, blocks[0]].map((found) => found?.displayName);
  }

  async function makePair() {
    const [ann, ben] = await Promise.all([
      register(url(), { displayName: 'Ann' }),
      register(url(), { displayName: 'Ben' }),
    ]);
    const [anns, bens] = await Promise.all([ann.connect(), ben.connect()]);
    await anns.ask('chatMessage', messageTo(ben));
    expectStatus(await ann.fetch(`/api/blocks/${ben.username}`, { method: 'PUT' }), 204);
    return { ann, ben, anns, bens };
  }

  it('stays as it was for both until the block is lifted, and then follows at once', async () => {
    const { ann, ben, anns, bens } = await makePair();
    await Promise.all([rename(ann, 'Ann the Second'), rename(ben, 'Ben the Second')]);
    expect(await seen(ann, anns, ben)).to.deep.equal(['Ben', 'Ben', 'Ben']);
    expect(await seen(ben, bens, ann)).to.deep.equal(['Ann', 'Ann', undefined]);
    const own = expectStatus(await ben.fetch<{ user: User }>('/api/me'), 200).user;
    expect(own.displayName, 'the own name').to.equal('Ben the Second');
    const pushed = nextEvent(anns, 'updateUsers');
    expectStatus(await ann.fetch(`/api/blocks/${ben.username}`, { method: 'DELETE' }), 204);
    expect((await pushed).users.map(({ displayName }) => displayName)).to.deep.equal(['Ben the Second']);
    expect(await seen(ann, anns, ben)).to.deep.equal(['Ben the Second', 'Ben the Second', undefined]);
    for (const device of [anns, bens]) device.close();
  });

  it('is erased with the account, like the time when the user was last seen', async () => {
    const { ann, ben, anns, bens } = await makePair();
    expectStatus(await ben.fetch('/api/me', { method: 'DELETE', body: { password: goodPassword } }), 204);
    expect(await seen(ann, anns, ben)).to.deep.equal([undefined, 'Deleted user', undefined]);
    const { conversations } = await anns.ask('conversations', {});
    expect(conversations[0]?.peer).to.include({ online: false, lastSeenAt: null });
    for (const device of [anns, bens]) device.close();
  });
});
