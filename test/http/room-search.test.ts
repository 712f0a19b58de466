/** Tests the search of messages in rooms. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { SearchPage } from '../../src/protocol/search-shapes.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { until } from '../support/waiting.ts';
import { useNode } from './in-process-node.ts';

describe('the search of messages in rooms', () => {
  const url = useNode();
  let [owner, member, stranger]: TestUser[] = [];
  let conversation: string;
  const post = async (user: TestUser | undefined, path: string, body: object) =>
    expectStatus(
      await (user as TestUser).fetch<Record<string, { channelId: string }>>(path, { method: 'POST', body }),
      201,
    );
  const search = (user: TestUser | undefined, more: Record<string, string>) =>
    (user as TestUser).fetch<SearchPage>(`/api/search?${new URLSearchParams({ query: 'tea', ...more })}`);
  const bodies = async (user: TestUser | undefined, more: Record<string, string>) =>
    expectStatus(await search(user, more), 200).hits.map(({ message }) => message.body);

  beforeEach(async () => {
    [owner, member, stranger] = await Promise.all([register(url()), register(url()), register(url())]);
    const created = await post(owner, '/api/rooms', { title: 'Tea', members: [member?.username] });
    conversation = created.conversation?.channelId ?? '';
    const say = (path: string, body: string) => post(owner, `${path}/messages`, { clientId: randomUUID(), body });
    await say(`/api/conversations/${member?.username}`, 'tea for two');
    await say(`/api/rooms/${conversation}`, 'tea for all');
    await until('both are found', async () => (await bodies(member, { rooms: 'true' })).length === 2);
  });

  it('finds them for clients that ask for rooms, or name the room', async () => {
    expect(await bodies(member, { rooms: 'true' })).to.deep.equal(['tea for all', 'tea for two']);
    expect(await bodies(member, {})).to.deep.equal(['tea for two']);
    expect(await bodies(member, { conversation })).to.deep.equal(['tea for all']);
    expect(await bodies(member, { rooms: 'true', query: 'tea from:peer' })).to.have.length(2);
    expect(await bodies(owner, { conversation, query: 'tea from:peer' })).to.deep.equal([]);
    const { hits } = expectStatus(await search(member, { conversation }), 200);
    expect(hits[0]?.message).to.include({ from: owner?.username, conversation }).and.not.to.have.property('to');
  });

  it('finds nothing for strangers, and for one who has left', async () => {
    expect(await bodies(stranger, { rooms: 'true' })).to.deep.equal([]);
    const left = { method: 'PATCH', body: { remove: [member?.username] } };
    expectStatus(await (member as TestUser).fetch(`/api/rooms/${conversation}`, left), 200);
    expect(await bodies(member, { rooms: 'true' })).to.deep.equal(['tea for two']);
    for (const user of [member, stranger]) expect((await search(user, { conversation })).status).to.equal(404);
  });
});
