/** Events of a room by those who may not send them. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { conversationEvents } from './room-requests.ts';
import { send } from './sockets.ts';

describe('the rights in a room', () => {
  const url = useNode();
  let [owner, member, stranger]: TestUser[] = [];
  let devices: Device[];
  let conversation: string;
  beforeEach(async () => {
    [owner, member, stranger] = await Promise.all([register(url()), register(url()), register(url())]);
    devices = await Promise.all([owner, member, stranger].map((user) => (user as TestUser).connect()));
    const members = [member?.username ?? ''];
    const created = await (devices[0] as Device).ask('createRoom', { title: 'Tea', members });
    conversation = created.conversation.channelId;
    await (devices[0] as Device).ask('chatMessage', { conversation, clientId: randomUUID(), body: 'secret' });
  });
  afterEach(() => {
    for (const device of devices) device.close();
  });

  const codeOf = async (device: Device | undefined, event: string, payload: object) => {
    const answer = (await send(device as Device, event, { conversation, ...payload })) as { error?: { code: string } };
    return answer.error?.code ?? 'ok';
  };

  it('refuses strangers and one who has left, at any event', async () => {
    const [, left, other] = devices;
    expect(await codeOf(left, 'changeRoom', { remove: [member?.username] })).to.equal('ok');
    for (const [event, payload] of Object.entries(conversationEvents))
      for (const device of [left, other]) expect(await codeOf(device, event, payload), event).to.equal('not_found');
  });

  it('lets an owner change everything, and a member only leave', async () => {
    const [own, other] = devices;
    const add = { add: [stranger?.username] };
    const refused = [{ title: 'Mine' }, add, { remove: [owner?.username] }, { promote: [member?.username] }];
    for (const change of refused) expect(await codeOf(other, 'changeRoom', change)).to.equal('forbidden');
    for (const change of [{ title: 'Coffee' }, add, { promote: [member?.username] }])
      expect(await codeOf(own, 'changeRoom', change)).to.equal('ok');
    expect(await codeOf(other, 'changeRoom', { remove: [owner?.username] })).to.equal('ok');
    expect(await codeOf(own, 'chatHistory', {})).to.equal('not_found');
  });

  it('refuses to add a user with whom a block stands, or one who does not exist', async () => {
    const [own] = devices;
    await (stranger as TestUser).fetch(`/api/blocks/${owner?.username}`, { method: 'PUT' });
    expect(await codeOf(own, 'changeRoom', { add: [stranger?.username] })).to.equal('forbidden');
    expect(await codeOf(own, 'createRoom', { title: 'x', members: [stranger?.username] })).to.equal('forbidden');
    expect(await codeOf(own, 'changeRoom', { add: ['nobody-of-this-name'] })).to.equal('not_found');
  });
});
