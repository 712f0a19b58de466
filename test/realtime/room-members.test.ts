/** The members of a room after changes that say the same twice, or name users who are not in it. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Payload } from '../../src/protocol/events.ts';
import { useNode } from '../http/in-process-node.ts';
import { register } from '../support/client.ts';
import { collect, type Device } from '../support/device.ts';
import { codeOf, send, settled } from './sockets.ts';

describe('a room with changing members', () => {
  const url = useNode();
  let devices: [owns: Device, members: Device, strangers: Device];
  let [owner, member, stranger]: string[] = [];
  let conversation: string;
  beforeEach(async () => {
    const users = await Promise.all([register(url()), register(url()), register(url())]);
    devices = (await Promise.all(users.map((user) => user.connect()))) as typeof devices;
    [owner = '', member = '', stranger = ''] = users.map(({ username }) => username);
    for (const device of devices) await device.ask('conversations', { rooms: true });
    const members = [member, owner].map((name) => name ?? '');
    const created = await devices[0].ask('createRoom', { title: 'Tea', members });
    expect(created.conversation.room).to.include({ memberCount: 2, role: 'owner' });
    conversation = created.conversation.channelId;
  });
  afterEach(() => devices.forEach((device) => void device.close()));

  const change = (more: Partial<Payload<'changeRoom'>>) => devices[0].ask('changeRoom', { conversation, ...more });
  const listed = async () => {
    const { members, memberCount } = await devices[0].ask('room', { conversation });
    expect(memberCount).to.equal(members.length);
    return Object.fromEntries(members.map(({ user, role }) => [user.username, role]));
  };
  const write = (body: string) => devices[0].ask('chatMessage', { conversation, clientId: randomUUID(), body });

  it('tells when it was made, until it has a message', async () => {
    const summary = async () => {
      const { conversations } = await devices[1].ask('conversations', { rooms: true });
      const found = conversations.find(({ channelId }) => channelId === conversation);
      return found && 'room' in found ? found.room : undefined;
    };
    const age = Date.now() - Date.parse((await summary())?.createdAt ?? '');
    expect(age).to.be.within(-1_000, 60_000);
    await write('one');
    expect(await summary())
      .to.include({ title: 'Tea' })
      .and.not.have.property('createdAt');
  });

  it('keeps the roles of members who are added again', async () => {
    await change({ promote: [member ?? ''] });
    await change({ add: [owner ?? '', member ?? ''] });
    expect(await listed()).to.deep.equal({ [owner ?? '']: 'owner', [member ?? '']: 'owner' });
  });

  it('has the same members when a stranger is removed or promoted', async () => {
    for (const more of [{ remove: [stranger ?? ''] }, { promote: [stranger ?? ''] }]) {
      await change(more);
      expect(await listed()).to.deep.equal({ [owner ?? '']: 'owner', [member ?? '']: 'member' });
    }
  });

  it('is without one who has left, also when that user is promoted then or later', async () => {
    await change({ promote: [member ?? ''], remove: [member ?? ''] });
    expect(await listed()).to.deep.equal({ [owner ?? '']: 'owner' });
    await change({ promote: [member ?? ''] });
    expect(await listed()).to.deep.equal({ [owner ?? '']: 'owner' });
    expect(await codeOf(send(devices[1], 'chatHistory', { conversation }))).to.equal('not_found');
  });

  it('pushes what is written to each member, from joining to leaving', async () => {
    const [atMember, atStranger] = devices.slice(1).map((device) => collect(device, 'chatMessage'));
    await write('one');
    await change({ add: [stranger ?? ''], remove: [member ?? ''] });
    await write('two');
    await settled(...devices);
    expect(atMember?.map(({ body }) => body)).to.deep.equal(['one']);
    expect(atStranger?.map(({ body }) => body)).to.deep.equal(['two']);
  });
});
