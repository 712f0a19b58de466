/** The HTTP routes of rooms: those of a conversation of two, under the id of a room. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Message } from '../../src/protocol/shapes.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { uploadAll } from '../support/tus-client.ts';
import { useNode } from './in-process-node.ts';

describe('the HTTP routes of a room', () => {
  const dataDir = makeFolder('room-routes');
  const url = useNode({ dataDir });
  let owner: TestUser;
  let member: TestUser;
  let stranger: TestUser;
  let path: string;
  beforeEach(async () => {
    [owner, member, stranger] = [await register(url()), await register(url()), await register(url())];
    const body = { title: 'Tea', members: [member.username] };
    type Created = { conversation: { channelId: string } };
    const created = expectStatus(await owner.fetch<Created>('/api/rooms', { method: 'POST', body }), 201);
    path = `/api/rooms/${created.conversation.channelId}`;
  });
  after(() => removeFolder(dataDir));

  const post = async (body: object, from = owner) =>
    expectStatus(
      await from.fetch<{ message: Message }>(`${path}/messages`, {
        method: 'POST',
        body: { clientId: randomUUID(), body: '', ...body },
      }),
      201,
    ).message;
  const statusOf = async (user: TestUser, rest: string, request: { method?: string; body?: object } = {}) =>
    (await user.fetch(`${path}${rest}`, request)).status;

  it('sends, reads, changes and marks as those of two do', async () => {
    const { seq } = await post({ body: 'first' });
    const changes = [
      [owner, `/messages/${seq}`, 'PATCH', { body: 'edited' }],
      [member, `/messages/${seq}/reactions/${encodeURIComponent('👍')}`, 'PUT'],
      [member, `/messages/${seq}/pin`, 'PUT'],
      [member, '/mute', 'PUT', { until: null }],
      [member, '/archive', 'PUT', { on: true }],
      [member, '/unread', 'PUT', { seq }],
    ] as const;
    for (const [user, rest, method, body] of changes)
      expect(await statusOf(user, rest, { method, ...(body && { body }) }), rest).to.equal(200);
    type Page = { messages: Message[] };
    for (const rest of ['/messages', '/changes?after=0', '/pins']) {
      const { messages } = expectStatus(await member.fetch<Page>(`${path}${rest}`), 200);
      expect(
        messages.map(({ body, from }) => [body, from]),
        rest,
      ).to.deep.equal([['edited', owner.username]]);
    }
    expect(await statusOf(member, `/messages/${seq}/versions`)).to.equal(200);
    expect(await statusOf(member, '/days?month=2026-11&timeZone=UTC')).to.equal(200);
    expect(await statusOf(owner, `/messages/${seq}`, { method: 'DELETE' })).to.equal(200);
  });

  it('serves files to members only, and no longer to one who has left', async () => {
    const address = await uploadAll(owner, Buffer.from('notes'), { metadata: { filename: 'a.txt', filetype: 'x' } });
    const id = address.split('/').at(-1) ?? '';
    await post({ files: [id] });
    const read = async (user: TestUser, from = path) => {
      const answer = await fetch(new URL(`${from}/files/${id}`, url()), { headers: { cookie: user.cookie } });
      return [answer.status, answer.ok && (await answer.text())];
    };
    const list = async (user: TestUser) => statusOf(user, '/files');
    expect(await read(member)).to.deep.equal([200, 'notes']);
    expect(await list(member)).to.equal(200);
    expect(await read(member, `/api/conversations/${owner.username}`)).to.deep.equal([404, false]);
    expect([await read(stranger), await list(stranger)]).to.deep.equal([[404, false], 404]);
    expect(await statusOf(member, '', { method: 'PATCH', body: { remove: [member.username] } })).to.equal(200);
    expect([await read(member), await list(member)]).to.deep.equal([[404, false], 404]);
    expect(await read(owner)).to.deep.equal([200, 'notes']);
  });
});
