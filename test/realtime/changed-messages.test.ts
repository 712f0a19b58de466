/** Changes over sockets: every device of both is told, and a device that was away ends in the same state. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Message } from '../../src/protocol/shapes.ts';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import { collect, type Device } from '../support/device.ts';
import { codeOf, send, settled } from './sockets.ts';

describe('a changed message', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  let stranger: Device;
  let devices: Record<'phone' | 'laptop' | 'his', Device>;
  let told: Record<string, ReturnType<typeof collect<'messageChanged'>>>;

  beforeEach(async () => {
    const carl = await register(url());
    [anna, bert] = await Promise.all([register(url()), register(url())]);
    const [phone, laptop, his] = await Promise.all([anna.connect(), anna.connect(), bert.connect()]);
    stranger = await carl.connect();
    devices = { phone, laptop, his };
    told = Object.fromEntries(
      Object.entries({ ...devices, stranger }).map(([name, device]) => [name, collect(device, 'messageChanged')]),
    );
  });
  afterEach(async () => {
    await settled(stranger);
    expect([...told.stranger!]).to.deep.equal([]);
    for (const device of [...Object.values(devices), stranger]) device.close();
  });

  const write = async (body: string) =>
    (await devices.phone.ask('chatMessage', { to: bert.username, clientId: randomUUID(), body })).message;
  const pushed = async () => {
    await settled(...Object.values(devices));
    return Object.fromEntries(Object.keys(devices).map((name) => [name, told[name]!.splice(0)]));
  };

  it('is announced in the welcome', () => {
    expect(devices.phone.greeting.features).to.include('changes');
    expect(devices.phone.greeting.limits).to.include({ reactionsMax: 20, pinsMax: 50 });
  });

  it('is pushed to every device of both, except to the asking socket', async () => {
    const { seq } = await write('one');
    const edited = (await devices.phone.ask('editMessage', { with: bert.username, seq, body: 'new' })).message;
    expect(await pushed()).to.deep.equal({ phone: [], laptop: [edited], his: [edited] });
    const deleted = (await devices.laptop.ask('deleteMessage', { with: bert.username, seq })).message;
    expect(await pushed()).to.deep.equal({ phone: [deleted], laptop: [], his: [deleted] });
    expect([edited.rev, deleted.rev]).to.deep.equal([1, 2]);
  });

  it('is not pushed when nothing has changed', async () => {
    const { seq } = await write('one');
    await devices.phone.ask('editMessage', { with: bert.username, seq, body: 'one' });
    await devices.phone.ask('deleteMessage', { with: bert.username, seq });
    await pushed();
    await devices.phone.ask('deleteMessage', { with: bert.username, seq });
    const refusals: [Device, string, object, string][] = [
      [devices.his, 'editMessage', { with: anna.username, seq, body: 'x' }, 'forbidden'],
      [devices.his, 'deleteMessage', { with: anna.username, seq }, 'forbidden'],
      [devices.phone, 'editMessage', { with: bert.username, seq, body: 'x' }, 'conflict'],
      [devices.phone, 'editMessage', { with: bert.username, seq: 2, body: 'x' }, 'not_found'],
      [devices.phone, 'editMessage', { with: bert.username, seq, body: ' ' }, 'invalid_input'],
      [devices.phone, 'chatChanges', { with: bert.username, after: 9 }, 'invalid_input'],
      [stranger, 'deleteMessage', { with: anna.username, seq }, 'not_found'],
    ];
    for (const [device, event, payload, code] of refusals) {
      expect(await codeOf(send(device, event, payload)), event).to.equal(code);
    }
    expect(await pushed()).to.deep.equal({ phone: [], laptop: [], his: [] });
  });

  it('keeps the order of changes that one device sends without waiting', async () => {
    const { seq } = await write('one');
    const bodies = Array.from({ length: 30 }, (_, index) => `body ${index}`);
    await Promise.all(bodies.map((body) => devices.phone.ask('editMessage', { with: bert.username, seq, body })));
    const { his } = await pushed();
    expect(his?.map(({ rev, body }) => [rev, body])).to.deep.equal(bodies.map((body, index) => [index + 1, body]));
  });

  it('reaches a device that was away: history and changes by revision end in the state of the others', async () => {
    for (let index = 1; index <= 40; index += 1) await write(`${index}`);
    const state = new Map<number, Message>();
    const before = await devices.his.ask('chatHistory', { with: anna.username, limit: 100 });
    for (const message of before.messages) state.set(message.seq, message);
    devices.his.close();
    for (let seq = 1; seq <= 40; seq += 1) {
      if (seq % 3 === 0) await devices.phone.ask('deleteMessage', { with: bert.username, seq });
      else await devices.laptop.ask('editMessage', { with: bert.username, seq, body: `edited ${seq}` });
    }
    await devices.phone.ask('editMessage', { with: bert.username, seq: 1, body: 'edited again' });
    const back = await bert.connect();
    let after = before.rev;
    for (let hasMore = true; hasMore; ) {
      const page = await back.ask('chatChanges', { with: anna.username, after, limit: 7 });
      for (const message of page.messages) state.set(message.seq, message);
      after = page.messages.at(-1)?.rev ?? page.rev;
      hasMore = page.hasMore;
    }
    expect(after).to.equal(41);
    const { messages, rev } = await devices.phone.ask('chatHistory', { with: bert.username, limit: 100 });
    expect(rev).to.equal(41);
    expect([...state.values()].sort((a, b) => a.seq - b.seq)).to.deep.equal(messages);
    back.close();
  });
});
