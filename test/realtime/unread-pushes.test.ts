/** Tests the event `setUnread`: the list counts from the message, the own devices hear of it, and the peer does not. */
import { expect } from 'chai';
import { messageTo } from '../engine/engine-bench.ts';
import { useNode } from '../http/in-process-node.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { codeOf, everything, send, settled } from './sockets.ts';

describe('conversations marked as unread over a socket', () => {
  const url = useNode();
  let ann: TestUser;
  let ben: TestUser;
  let devices: [desk: Device, phone: Device, bens: Device];
  let channelId: string;
  beforeEach(async () => {
    [ann, ben] = await Promise.all([register(url()), register(url())]);
    devices = await Promise.all([ann.connect(), ann.connect(), ben.connect()]);
    const [desk, , bens] = devices;
    for (let sent = 0; sent < 3; sent += 1) {
      ({ channelId } = (await bens.ask('chatMessage', messageTo(ann))).message);
    }
    await desk.ask('markRead', { with: ben.username, seq: 3 });
    await settled(...devices);
  });
  afterEach(() => devices.forEach((device) => void device.close()));

  const listed = async (device: Device) => {
    const [conversation] = (await device.ask('conversations', {})).conversations;
    return { unread: conversation?.unread, from: conversation?.unreadFrom, read: conversation?.read };
  };

  it('tells the own other devices, and leaves what the peer sees', async () => {
    const [desk, phone, bens] = devices;
    const heard = devices.map((device) => everything(device));
    expect(await desk.ask('setUnread', { with: ben.username, seq: 2 })).to.deep.equal({ seq: 2, unread: 2 });
    await settled(...devices);
    const notice = { channelId, username: ben.username, seq: 2, unread: 2 };
    expect(heard).to.deep.equal([[], [{ name: 'unread', payload: notice }], []]);
    expect(await listed(phone)).to.deep.equal({ unread: 2, from: 2, read: { me: 3, peer: 0 } });
    expect(await listed(bens)).to.deep.equal({ unread: 0, from: undefined, read: { me: 0, peer: 3 } });
    expect((await bens.ask('chatHistory', { with: ann.username })).read.peer).to.equal(3);
    expect((await bens.ask('messageInfo', { with: ann.username, seq: 3 })).readAt).to.be.a('string');
  });

  it('ends on all own devices when one of them reads, and the peer hears nothing', async () => {
    const [desk, phone, bens] = devices;
    await desk.ask('setUnread', { with: ben.username, seq: 2 });
    await settled(...devices);
    const heard = devices.map((device) => everything(device));
    expect(await phone.ask('markRead', { with: ben.username, seq: 3 })).to.deep.equal({ read: 3 });
    await settled(...devices);
    const read = { name: 'read', payload: { channelId, username: ann.username, seq: 3 } };
    expect(heard).to.deep.equal([[read], [read], []]);
    expect(await listed(desk)).to.deep.equal({ unread: 0, from: undefined, read: { me: 3, peer: 0 } });
    await phone.ask('markRead', { with: ben.username, seq: 3 });
    await settled(...devices);
    expect(heard[0], 'a second reading ends nothing').to.deep.equal([read]);
    expect((await bens.ask('chatHistory', { with: ann.username })).read.peer).to.equal(3);
  });

  it('ends in the same way for a user who hides what is read', async () => {
    const [desk, phone, bens] = devices;
    await desk.ask('saveSettings', { readReceipts: false });
    await desk.ask('setUnread', { with: ben.username, seq: 1 });
    await settled(...devices);
    const heard = devices.map((device) => everything(device));
    await desk.ask('markRead', { with: ben.username, seq: 3 });
    await settled(...devices);
    expect(heard.map((all) => all.map(({ name }) => name))).to.deep.equal([['read'], ['read'], []]);
    expect(await listed(phone)).to.include({ unread: 0 });
    expect((await bens.ask('chatHistory', { with: ann.username })).read.peer).to.equal(0);
  });

  it('holds while a block stands, and tells the blocked user nothing', async () => {
    const [desk, phone, bens] = devices;
    expectStatus(await ben.fetch(`/api/blocks/${ann.username}`, { method: 'PUT' }), 204);
    await settled(...devices);
    const heard = everything(bens);
    expect(await desk.ask('setUnread', { with: ben.username, seq: 3 })).to.deep.equal({ seq: 3, unread: 1 });
    expect(await listed(phone)).to.include({ unread: 1, from: 3 });
    await phone.ask('markRead', { with: ben.username, seq: 3 });
    expect(await listed(desk)).to.include({ unread: 0 });
    await settled(...devices);
    expect(heard).to.deep.equal([]);
  });

  it('refuses what cannot be unread, and changes nothing', async () => {
    const [desk, phone, bens] = devices;
    await desk.ask('chatMessage', messageTo(ben));
    await desk.ask('chatMessage', messageTo(ann));
    await bens.ask('deleteMessage', { with: ann.username, seq: 1 });
    const stranger = await register(url());
    await settled(...devices);
    const heard = everything(phone);
    for (const [payload, code] of [
      [{ with: ben.username, seq: 1 }, 'conflict'],
      [{ with: ben.username, seq: 4 }, 'invalid_input'],
      [{ with: ben.username, seq: 5 }, 'not_found'],
      [{ with: ben.username, seq: 0 }, 'invalid_input'],
      [{ with: ben.username, seq: '2' }, 'invalid_input'],
      [{ with: ben.username }, 'invalid_input'],
      [{ with: ann.username, seq: 1 }, 'invalid_input'],
      [{ with: ann.username, seq: 9 }, 'invalid_input'],
      [{ with: stranger.username, seq: 1 }, 'not_found'],
      [{ with: 'nobody_here', seq: 1 }, 'not_found'],
    ] as const) {
      expect(await codeOf(send(desk, 'setUnread', payload)), JSON.stringify(payload)).to.equal(code);
    }
    await settled(desk, phone);
    expect(heard).to.deep.equal([]);
    const { conversations } = await phone.ask('conversations', {});
    expect(conversations.map(({ unread, unreadFrom }) => [unread, unreadFrom])).to.deep.equal([
      [0, undefined],
      [0, undefined],
    ]);
  });
});
