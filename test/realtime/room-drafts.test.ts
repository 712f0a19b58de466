/** Drafts in rooms: who gets them, over sockets and HTTP, and when they end. */
import { expect } from 'chai';
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import type { DraftList } from '../../src/protocol/draft-shapes.ts';
import { useNode } from '../http/in-process-node.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { codeOf, everything, send, settled } from './sockets.ts';

describe('a draft in a room', () => {
  const url = useNode({ lobby: true });
  let [ann, ben]: TestUser[] = [];
  let [desk, phone, old, bens]: Device[] = [];
  let conversation: string;
  beforeEach(async () => {
    [ann, ben] = await Promise.all([register(url()), register(url())]);
    [desk, phone, old, bens] = await Promise.all([ann, ann, ann, ben].map((user) => (user as TestUser).connect()));
    const room = { title: 'Tea', members: [ben?.username ?? ''] };
    conversation = (await at(desk).ask('createRoom', room)).conversation.channelId;
    for (const device of [desk, phone, bens]) await at(device).ask('conversations', { rooms: true });
  });
  afterEach(() => {
    for (const device of [desk, phone, old, bens]) device?.close();
  });

  const at = (device: Device | undefined) => device as Device;
  const save = (text: string, base: number, device = desk, id = conversation) =>
    at(device).ask('saveDraft', { conversation: id, text, base });
  const listed = async (device = phone) => (await at(device).ask('drafts', { rooms: true })).drafts;

  it('is pushed to the other devices of the user that have asked for rooms, and listed to those that ask', async () => {
    const devices = [desk, phone, old, bens].map(at);
    await settled(...devices);
    const heard = devices.map((device) => everything(device));
    expect(await save('to all', 0)).to.deep.equal({ version: 1 });
    const [draft, ...others] = await listed();
    expect(others).to.deep.equal([]);
    expect(draft).to.include({ conversation, text: 'to all', version: 1 }).and.not.to.have.property('with');
    expect((await at(old).ask('drafts', {})).drafts).to.deep.equal([]);
    expect(await listed(bens)).to.deep.equal([]);
    await save('to all', 0);
    await settled(...devices);
    const drafts = heard.map((all) => all.filter(({ name }) => name === 'draft'));
    expect(drafts).to.deep.equal([[], [{ name: 'draft', payload: draft }], [], []]);
  });

  it('conflicts, and is removed, as one to a user', async () => {
    await save('to all', 0);
    const answer = await at(phone).request('saveDraft', { conversation, text: 'of the phone', base: 0 });
    expect(!answer.ok && answer.error).to.deep.include({ code: 'conflict', data: { text: 'to all', version: 1 } });
    expect(await save('', 1, phone)).to.deep.equal({ version: 2 });
    expect(await listed()).to.deep.equal([]);
  });

  it('is saved and listed over HTTP', async () => {
    const path = `/api/rooms/${conversation}/draft`;
    const put = (user: TestUser | undefined, text: string) =>
      (user as TestUser).fetch(path, { method: 'PUT', body: { text, base: 0 } });
    expect(expectStatus(await put(ann, 'to all'), 200)).to.deep.equal({ version: 1 });
    const list = async (query: string) =>
      expectStatus(await (ann as TestUser).fetch<DraftList>(`/api/drafts${query}`), 200).drafts;
    expect((await list('?rooms=true')).map((draft) => draft.conversation)).to.deep.equal([conversation]);
    for (const query of ['', '?rooms=false']) expect(await list(query)).to.deep.equal([]);
    expectStatus(await put(await register(url()), 'let me in'), 404);
  });

  it('ends when the user leaves the room or is removed', async () => {
    await save('of Ann', 0);
    await save('of Ben', 0, bens);
    const remove = [ben?.username ?? ''];
    await at(desk).ask('changeRoom', { conversation, remove });
    expect(await listed(bens)).to.deep.equal([]);
    const refused = send(at(bens), 'saveDraft', { conversation, text: 'once more', base: 1 });
    expect(await codeOf(refused)).to.equal('not_found');
    await at(desk).ask('changeRoom', { conversation, add: remove });
    expect(await listed(bens)).to.deep.equal([]);
    expect((await listed()).map(({ text }) => text)).to.deep.equal(['of Ann']);
    await at(desk).ask('changeRoom', { conversation, remove: [ann?.username ?? ''] });
    expect(await listed()).to.deep.equal([]);
  });

  it('may stand in the lobby', async () => {
    await save('good morning', 0, desk, lobbyId);
    expect((await listed()).map((draft) => [draft.conversation, draft.text])).to.deep.equal([
      [lobbyId, 'good morning'],
    ]);
  });
});
