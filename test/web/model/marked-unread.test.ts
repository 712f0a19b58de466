/** Tests conversations that the user has marked as unread, on several devices. */
import { expect } from 'chai';
import type { Messenger } from '../../../src/web/model/messenger.ts';
import { markUnread, newestOf } from '../../../src/web/model/unread-request.ts';
import { FakeDevices } from './fake-devices.ts';
import { fakeStores } from './fake-stores.ts';

describe('a conversation marked as unread', () => {
  let devices: FakeDevices;
  let desk: Messenger;
  let phone: Messenger;
  let ben: Messenger;
  beforeEach(async () => {
    devices = new FakeDevices();
    desk = devices.device('ann');
    phone = devices.device('ann');
    ben = devices.device('ben');
    for (const body of ['one', 'two', 'three']) devices.server.send('ben', 'ann', body);
    ben.openWith('ann');
    desk.openWith('ben');
    await devices.settle();
  });
  afterEach(() => devices.end());

  const unread = (device: Messenger) => device.conversations.unread.value;
  const mark = (device: Messenger, seq: number) => markUnread(device, device.conversations.withPeer('ben'), seq);

  it('counts from the message on every own device, and the peer still sees it as read', async () => {
    desk.reading.seen();
    await devices.settle();
    await mark(desk, 2);
    expect(unread(desk)).to.equal(2);
    await devices.settle();
    expect([unread(desk), unread(phone)]).to.deep.equal([2, 2]);
    expect(ben.rows.value.map(({ status }) => status)).to.deep.equal(['read', 'read', 'read']);
  });

  it('is marked after a reading that was still on its way', async () => {
    desk.reading.seen();
    await mark(desk, 3);
    await devices.settle();
    expect([unread(desk), unread(phone)]).to.deep.equal([1, 1]);
    expect(devices.server.wires[0]?.payloads('markRead')).to.have.length(1);
  });

  it('stays unread while it is open on another device, until it is opened again there', async () => {
    phone.openWith('ben');
    await devices.settle();
    phone.reading.seen();
    await devices.settle();
    await mark(desk, 2);
    phone.reading.seen();
    await devices.settle();
    phone.reading.seen();
    await devices.settle(60_000);
    phone.reading.seen();
    await devices.settle();
    expect([unread(desk), unread(phone)]).to.deep.equal([2, 2]);
    phone.openWith(null);
    phone.openWith('ben');
    await devices.settle();
    phone.reading.seen();
    expect(phone.rows.value.find(({ startsNew }) => startsNew)?.body).to.equal('two');
    await devices.settle();
    expect([unread(desk), unread(phone)]).to.deep.equal([0, 0]);
    await devices.settle(60_000);
    expect([unread(desk), unread(phone)]).to.deep.equal([0, 0]);
  });

  it('ends with a new message that is seen in the open conversation', async () => {
    phone.openWith('ben');
    await devices.settle();
    phone.reading.seen();
    await devices.settle();
    await mark(desk, 2);
    await devices.settle();
    devices.server.send('ben', 'ann', 'four');
    await devices.settle();
    expect(unread(phone)).to.equal(3);
    phone.reading.seen();
    expect(unread(phone), 'before the server answers').to.equal(0);
    await devices.settle();
    expect([unread(desk), unread(phone)]).to.deep.equal([0, 0]);
  });

  it('begins in the menu at the newest message of the peer that is not deleted', async () => {
    devices.server.send('ann', 'ben', 'mine');
    devices.server.change('ben', 'ann', 3, { event: 'deleteMessage', body: '', emoji: '', on: true });
    await devices.settle();
    expect(newestOf(desk.conversations.withPeer('ben'))).to.equal(2);
  });

  it('reads no message by a mark after the last one that was read', async () => {
    await mark(desk, 3);
    await devices.settle();
    expect([unread(desk), unread(phone)]).to.deep.equal([3, 3]);
  });

  it('ends with a message that came before the other device heard of the mark', async () => {
    phone.openWith('ben');
    await devices.settle();
    phone.reading.seen();
    await devices.settle();
    const [, wire] = devices.server.wires;
    if (!wire) throw new Error('the phone is not there');
    wire.state.value = 'lost';
    wire.heldPushes = [];
    await mark(desk, 2);
    devices.server.send('ben', 'ann', 'four');
    wire.heldPushes = null;
    wire.state.value = 'connected';
    await devices.settle();
    expect(unread(phone)).to.equal(3);
    phone.reading.seen();
    await devices.settle();
    expect([unread(desk), unread(phone)]).to.deep.equal([0, 0]);
  });

  it('is read by a page that starts in the conversation', async () => {
    desk.reading.seen();
    await devices.settle();
    await mark(desk, 1);
    await devices.settle();
    const tablet = devices.device('ann', devices.server.connect('ann'), fakeStores());
    tablet.openWith('ben');
    await devices.settle();
    expect(unread(tablet)).to.equal(3);
    tablet.reading.seen();
    await devices.settle();
    expect([unread(tablet), unread(desk)]).to.deep.equal([0, 0]);
  });

  it('can be marked and read again and again', async () => {
    for (let round = 0; round < 3; round += 1) {
      desk.openWith('ben');
      await devices.settle();
      desk.reading.seen();
      await devices.settle();
      expect([unread(desk), unread(phone)], `round ${round}`).to.deep.equal([0, 0]);
      await mark(desk, 3);
      desk.openWith(null);
      await devices.settle();
      expect([unread(desk), unread(phone)], `round ${round}`).to.deep.equal([1, 1]);
    }
  });

  it('stays as it was when the server refuses', async () => {
    desk.reading.seen();
    await devices.settle();
    const [wire] = devices.server.wires;
    if (wire) wire.state.value = 'lost';
    const failure = await mark(desk, 2).catch((error: Error) => error);
    expect(failure).to.be.an('error');
    expect(unread(desk)).to.equal(0);
  });
});
