/** The lobby on one node: everybody is in it, its notices, and nodes without one. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import { startNode, useNode } from '../http/in-process-node.ts';
import { register } from '../support/client.ts';
import { type Device, nextEvent } from '../support/device.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { until } from '../support/waiting.ts';
import { conversationEvents } from './room-requests.ts';
import { send } from './sockets.ts';

const conversation = lobbyId;
const lobbyIn = async (device: Device) => {
  const { conversations } = await device.ask('conversations', { rooms: true });
  return conversations.find(({ channelId }) => channelId === lobbyId);
};
const codeOf = async (device: Device, event: string, payload: object) =>
  ((await send(device, event, payload)) as { error?: { code: string } }).error?.code;
const write = (device: Device, body: string) =>
  device.ask('chatMessage', { conversation, clientId: randomUUID(), body });

describe('the lobby', () => {
  const url = useNode({ lobby: true });
  const join = async () => {
    const user = await register(url());
    return { user, device: await user.connect() };
  };

  it('has everybody who comes, and what they write from then on', async () => {
    const [ann, ben] = [await join(), await join()];
    await lobbyIn(ann.device);
    await write(ann.device, 'before Ben came');
    expect(await lobbyIn(ben.device)).to.deep.include({ kind: 'room', unread: 0 });
    const [heard] = await Promise.all([nextEvent(ben.device, 'chatMessage'), write(ann.device, 'hello all')]);
    expect(heard).to.include({ conversation, from: ann.user.username, body: 'hello all' }).and.not.have.property('to');
    const seen = await lobbyIn(ben.device);
    expect(seen).to.deep.include({ unread: 1 });
    expect(seen?.room).to.include({ title: 'Lobby', role: 'member', lobby: true });
    expect(seen?.room?.online).to.be.at.least(2);
    const { messages } = await ben.device.ask('chatHistory', { conversation });
    expect(messages.map(({ body }) => body)).to.include.members(['before Ben came', 'hello all']);
    await ben.device.ask('markRead', { conversation, seq: heard.seq });
    expect(await lobbyIn(ben.device)).to.deep.include({ unread: 0 });
    for (const { device } of [ann, ben]) device.close();
  });

  it('tells who comes and who has gone, with the number of those who are online', async () => {
    const ann = await join();
    const online = async () => (await lobbyIn(ann.device))?.room?.online ?? 0;
    await until('the others have gone', async () => (await online()) === 1);
    const coming = nextEvent(ann.device, 'userJoined', ({ users }) => users[0]?.username !== ann.user.username);
    const ben = await join();
    const come = await coming;
    expect(come).to.deep.include({ conversation, others: 0, online: 2 });
    expect(come.users.map(({ username, online: isOnline }) => [username, isOnline])).to.deep.equal([
      [ben.user.username, true],
    ]);
    const { members, ...room } = await ann.device.ask('room', { conversation, online: true });
    expect(members.map(({ user }) => user.username)).to.have.members([ann.user.username, ben.user.username]);
    expect(room).to.include({ online: 2 });
    const going = nextEvent(ann.device, 'userLeft');
    ben.device.close();
    expect(await going).to.deep.include({ others: 0, online: 1 });
    ann.device.close();
  });

  it('names nobody who stands in a block', async () => {
    const [ann, ben, cem] = [await join(), await register(url()), await join()];
    await lobbyIn(cem.device);
    expect((await ann.user.fetch(`/api/blocks/${ben.username}`, { method: 'PUT' })).status).to.equal(204);
    const coming = nextEvent(cem.device, 'userJoined', ({ others, users }) => others > 0 || users.length > 0);
    const device = await ben.connect();
    const { users } = await coming;
    expect(users.map(({ username }) => username)).to.not.include(ben.username);
    for (const each of [ann.device, cem.device, device]) each.close();
  });

  it('has those, too, who have not listed their rooms', async () => {
    const { user, device } = await join();
    const body = { clientId: randomUUID(), body: 'over HTTP' };
    const sent = await user.fetch(`/api/rooms/${lobbyId}/messages`, { method: 'POST', body });
    expect(sent.status).to.equal(201);
    const other = await register(url());
    expect((await other.fetch(`/api/rooms/${lobbyId}`)).status).to.equal(200);
    device.close();
  });

  it('is changed and left by nobody', async () => {
    const { user, device } = await join();
    await lobbyIn(device);
    for (const change of [{ title: 'Mine' }, { remove: [user.username] }, { add: [user.username] }]) {
      expect(await codeOf(device, 'changeRoom', { conversation, ...change })).to.equal('forbidden');
    }
    device.close();
  });
});

describe('a lobby that is switched off', () => {
  const dataDir = makeFolder('lobby');
  after(() => removeFolder(dataDir));

  async function onNode<T>(lobby: boolean, run: (url: string) => Promise<T>): Promise<T> {
    const { url, node } = await startNode({ dataDir, lobby });
    try {
      return await run(url);
    } finally {
      await node.close();
    }
  }

  const found = async (device: Device, query: string) =>
    (await device.ask('searchMessages', { query, rooms: true })).hits.map(({ message }) => message.body);

  /** Every event that names a conversation, and `room`, with the answer of each. */
  async function expectNothing(device: Device): Promise<void> {
    for (const [event, payload] of Object.entries(conversationEvents))
      expect(await codeOf(device, event, { conversation, ...payload }), event).to.equal('not_found');
    expect(await codeOf(device, 'room', { conversation, online: true })).to.equal('not_found');
  }

  it('is as if it had never been, and is there again with its messages', async () => {
    const user = await onNode(true, async (url) => {
      const member = await register(url);
      const device = await member.connect();
      await lobbyIn(device);
      const { conversation: room } = await device.ask('createRoom', { title: 'Tea', members: [] });
      await device.ask('chatMessage', {
        conversation: room.channelId,
        clientId: randomUUID(),
        body: 'kettle in a room',
      });
      await write(device, 'kettle in the lobby');
      expect(await found(device, 'kettle')).to.have.members(['kettle in the lobby', 'kettle in a room']);
      device.close();
      return member;
    });
    await onNode(false, async (url) => {
      const device = await user.connect(url);
      expect(await lobbyIn(device)).to.equal(undefined);
      const { conversations } = await device.ask('conversations', { rooms: true });
      expect(conversations.map(({ room }) => room?.title)).to.deep.equal(['Tea']);
      expect(await found(device, 'kettle')).to.deep.equal(['kettle in a room']);
      await expectNothing(device);
      device.close();
    });
    await onNode(true, async (url) => {
      const device = await user.connect(url);
      expect((await lobbyIn(device))?.lastMessage).to.include({ body: 'kettle in the lobby' });
      expect(await found(device, 'kettle')).to.have.members(['kettle in the lobby', 'kettle in a room']);
      device.close();
    });
  });
});

describe('a node without a lobby', () => {
  const url = useNode();

  it('shows none', async () => {
    const user = await register(url());
    const device = await user.connect();
    expect(await lobbyIn(device)).to.equal(undefined);
    for (const event of ['chatHistory', 'room'])
      expect(await codeOf(device, event, { conversation })).to.equal('not_found');
    device.close();
  });
});
