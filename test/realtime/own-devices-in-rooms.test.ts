/** Notices to the own devices about a room: those that have asked for rooms get them, and no others. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { everything, settled } from './sockets.ts';

describe('a notice of a room to the own devices', () => {
  const url = useNode();
  let ann: TestUser;
  let devices: [desk: Device, phone: Device, old: Device, bens: Device];
  let conversation: string;
  beforeEach(async () => {
    const ben = await register(url());
    ann = await register(url());
    devices = await Promise.all([ann.connect(), ann.connect(), ann.connect(), ben.connect()]);
    const [desk, phone, , bens] = devices;
    for (const device of [desk, phone, bens]) await device.ask('conversations', { rooms: true });
    const created = await bens.ask('createRoom', { title: 'Tea', members: [ann.username] });
    conversation = created.conversation.channelId;
    for (const body of ['one', 'two']) await bens.ask('chatMessage', { conversation, clientId: randomUUID(), body });
    await settled(...devices);
  });
  afterEach(() => devices.forEach((device) => void device.close()));

  it('reaches the devices that have asked for rooms, not the others, and no other member', async () => {
    const [desk] = devices;
    const heard = devices.map((device) => everything(device));
    await desk.ask('markDelivered', { conversation, seq: 1 });
    await desk.ask('markRead', { conversation, seq: 2 });
    await desk.ask('setUnread', { conversation, seq: 2 });
    await desk.ask('mute', { conversation, until: '9999-12-31T23:59:59.999Z' });
    await desk.ask('archive', { conversation, on: true });
    await settled(...devices);
    await settled(...devices);
    const [atDesk, atPhone, atOld, atBen] = heard.map((list) => list.map(({ name }) => name));
    expect(atPhone).to.deep.equal(['delivered', 'read', 'unread', 'muted', 'archived']);
    expect(atDesk).to.deep.equal(['delivered', 'read']);
    expect([atOld, atBen]).to.deep.equal([[], []]);
    for (const { name, payload } of heard[1] ?? []) {
      expect(payload, name).to.include({ channelId: conversation });
      if (name !== 'read' && name !== 'delivered') expect(payload, name).to.not.have.property('username');
    }
  });
});
