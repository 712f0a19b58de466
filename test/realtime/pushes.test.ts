/** Pushes: they reach every device of both users except the sending socket, and no other user. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Message } from '../../src/protocol/shapes.ts';
import { useNode } from '../http/in-process-node.ts';
import { expectStatus, logIn, register, type TestUser } from '../support/client.ts';
import { type Device, nextEvent } from '../support/device.ts';
import { everything, send, settled } from './sockets.ts';

describe('a push', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  let canary: Device;
  let canaryHeard: ReturnType<typeof everything>;
  /** Anna's phone and laptop are two sessions, her tab shares the laptop's; Bert has two devices. */
  let devices: Record<'phone' | 'laptop' | 'tab' | 'his' | 'hisOther', Device>;
  let heard: Record<string, ReturnType<typeof everything>>;

  before(async () => {
    const people = await Promise.all([register(url()), register(url()), register(url())]);
    [anna, bert] = people as [TestUser, TestUser, TestUser];
    const annaAgain = await logIn(url(), anna);
    const bertAgain = await logIn(url(), bert);
    const [phone, laptop, tab, his, hisOther] = await Promise.all([
      anna.connect(),
      annaAgain.connect(),
      annaAgain.connect(),
      bert.connect(),
      bertAgain.connect(),
    ]);
    devices = { phone, laptop, tab, his, hisOther };
    canary = await (people[2] as TestUser).connect();
    canaryHeard = everything(canary);
  });
  beforeEach(() => {
    heard = Object.fromEntries(Object.entries(devices).map(([name, device]) => [name, everything(device)]));
  });
  afterEach(async () => {
    for (const device of Object.values(devices)) device.offAny();
    await settled(canary);
    expect(canaryHeard, 'pushes to a third user').to.deep.equal([]);
  });
  after(() => {
    for (const device of [...Object.values(devices), canary]) device.close();
  });

  const write = async (from: Device, to: TestUser, body = 'hi') =>
    (await from.ask('chatMessage', { to: to.username, clientId: randomUUID(), body })).message;

  /** The pushes that each device received, after everything under way has arrived. */
  async function all() {
    await settled(...Object.values(devices));
    return heard;
  }
  const push = (name: string, payload: unknown) => ({ name, payload });

  it('carries a message to every device of both users except the sending socket, exactly as acknowledged', async () => {
    const message = await write(devices.phone, bert, ' 😀\r\n<b>"\\ \u202e');
    const told = [push('chatMessage', message)];
    expect(await all()).to.deep.equal({ phone: [], laptop: told, tab: told, his: told, hisOther: told });
  });

  it('carries a message sent over HTTP to every device of both users', async () => {
    const path = `/api/conversations/${bert.username}/messages`;
    const body = { clientId: randomUUID(), body: 'by http' };
    const { message } = expectStatus(await anna.fetch<{ message: Message }>(path, { method: 'POST', body }), 201);
    const told = [push('chatMessage', message)];
    expect(await all()).to.deep.equal({ phone: told, laptop: told, tab: told, his: told, hisOther: told });
  });

  it('carries a repeat again, except to the repeating socket, and carries no refused message', async () => {
    const body = { to: bert.username, clientId: randomUUID(), body: 'once' };
    const { message } = await devices.phone.ask('chatMessage', body);
    await all();
    for (const list of Object.values(heard)) list.length = 0;
    await Promise.all([devices.phone.ask('chatMessage', body), devices.laptop.ask('chatMessage', body)]);
    await send(devices.phone, 'chatMessage', { ...body, body: 'other' });
    await send(devices.phone, 'chatMessage', { ...body, clientId: randomUUID(), body: ' ' });
    const once = [push('chatMessage', message)];
    const twice = [...once, ...once];
    expect(await all()).to.deep.equal({ phone: once, laptop: once, tab: twice, his: twice, hisOther: twice });
  });

  it('keeps the order in which messages were stored when both users send at once', async () => {
    const bodies = Array.from({ length: 40 }, (_, index) => index);
    await Promise.all(bodies.map((index) => write(index % 2 ? devices.phone : devices.his, index % 2 ? bert : anna)));
    const seqs = (list: { payload: unknown }[] = []) => list.map(({ payload }) => (payload as Message).seq);
    const { laptop, tab, hisOther } = await all();
    const order = seqs(laptop);
    expect(order)
      .to.have.length(40)
      .and.deep.equal(order.toSorted((a, b) => a - b));
    expect([seqs(tab), seqs(hisOther)]).to.deep.equal([order, order]);
  });

  for (const [event, kind] of [
    ['markDelivered', 'delivered'],
    ['markRead', 'read'],
  ] as const) {
    it(`reports ${kind} to every device of both users, once for each move forward`, async () => {
      const { seq, channelId } = await write(devices.phone, bert);
      await all();
      for (const list of Object.values(heard)) list.length = 0;
      await devices.his.ask(event, { with: anna.username, seq });
      await devices.his.ask(event, { with: anna.username, seq });
      await devices.hisOther.ask(event, { with: anna.username, seq: 1 });
      const told = [push(kind, { channelId, username: bert.username, seq })];
      expect(await all()).to.deep.equal({ phone: told, laptop: told, tab: told, his: told, hisOther: told });
    });
  }

  it('reports typing and its end to the devices of the peer only', async () => {
    const { channelId } = await devices.phone.ask('chatHistory', { with: bert.username });
    devices.phone.emit('typing', { to: bert.username });
    devices.phone.emit('doneTyping', { to: bert.username });
    await settled(devices.phone);
    const payload = { channelId, from: anna.username };
    const told = [push('typing', payload), push('doneTyping', payload)];
    expect(await all()).to.deep.equal({ phone: [], laptop: [], tab: [], his: told, hisOther: told });
  });

  it('ends typing with the message, and when the socket disconnects', async () => {
    const { channelId } = await devices.phone.ask('chatHistory', { with: bert.username });
    devices.phone.emit('typing', { to: bert.username });
    await write(devices.phone, bert);
    expect((await all()).his?.map(({ name }) => name)).to.deep.equal(['typing', 'doneTyping', 'chatMessage']);
    const leaving = await anna.connect();
    leaving.emit('typing', { to: bert.username });
    await settled(leaving);
    const over = nextEvent(devices.his, 'doneTyping');
    leaving.close();
    expect(await over).to.deep.equal({ channelId, from: anna.username });
  });

  it('does not report the end of typing that never began', async () => {
    devices.phone.emit('doneTyping', { to: bert.username });
    await settled(devices.phone);
    expect(await all()).to.deep.equal({ phone: [], laptop: [], tab: [], his: [], hisOther: [] });
  });

  it('reaches no device of a third user who has conversations with both', async () => {
    const carl = await register(url());
    const device = await carl.connect();
    await write(device, anna, 'from carl');
    await write(device, bert, 'from carl');
    const his = everything(device);
    await write(devices.phone, bert, 'between us');
    devices.phone.emit('typing', { to: bert.username });
    devices.phone.emit('doneTyping', { to: bert.username });
    await devices.his.ask('markRead', { with: anna.username, seq: 1 });
    await all();
    await settled(device);
    expect(his).to.deep.equal([]);
    device.close();
  });
});
