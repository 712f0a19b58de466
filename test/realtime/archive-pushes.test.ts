/** Tests the event `archive`: the list obeys it, and the user's other devices hear of it, but nobody else. */
import { expect } from 'chai';
import { messageTo } from '../engine/engine-bench.ts';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { codeOf, everything, send, settled } from './sockets.ts';

describe('archived conversations over a socket', () => {
  const url = useNode();
  let ann: TestUser;
  let ben: TestUser;
  let devices: Device[];
  beforeEach(async () => {
    [ann, ben] = await Promise.all([register(url()), register(url())]);
    devices = await Promise.all([ann.connect(), ann.connect(), ben.connect()]);
  });
  afterEach(() => devices.forEach((device) => void device.close()));

  const lists = async (device: Device) => {
    const [listed, archived] = [
      await device.ask('conversations', {}),
      await device.ask('conversations', { archived: true }),
    ];
    return {
      listed: listed.conversations.map(({ peer }) => peer?.username),
      count: listed.archived,
      archived: archived.conversations.map((one) => [one.peer?.username, one.archived]),
    };
  };

  it('leaves the list until a message of either side comes, and tells the own other devices only', async () => {
    const [desk, phone, bens] = devices as [Device, Device, Device];
    const { message } = await desk.ask('chatMessage', messageTo(ben));
    await settled(desk, phone, bens);
    const heard = devices.map((device) => everything(device));
    expect(await desk.ask('archive', { with: ben.username, on: true })).to.deep.equal({ archived: true, seq: 1 });
    await settled(desk, phone, bens);
    const notice = { channelId: message.channelId, username: ben.username, archived: true, seq: 1 };
    expect(heard).to.deep.equal([[], [{ name: 'archived', payload: notice }], []]);
    expect(await lists(phone)).to.deep.equal({ listed: [], count: 1, archived: [[ben.username, true]] });
    expect(await lists(bens)).to.deep.equal({ listed: [ann.username], count: 0, archived: [] });
    for (const [from, to] of [
      [bens, ann],
      [desk, ben],
    ] as const) {
      await from.ask('chatMessage', messageTo(to));
      expect(await lists(phone)).to.deep.equal({ listed: [ben.username], count: 0, archived: [] });
      await desk.ask('archive', { with: ben.username, on: true });
    }
    expect(await desk.ask('archive', { with: ben.username, on: false })).to.deep.equal({ archived: false, seq: 3 });
    expect(await lists(phone)).to.deep.equal({ listed: [ben.username], count: 0, archived: [] });
  });

  it('archives nothing without a message, and refuses what is no conversation', async () => {
    const [desk, phone] = devices as [Device, Device];
    const archive = () => desk.ask('archive', { with: ben.username, on: true });
    expect(await archive()).to.deep.equal({ archived: false, seq: 0 });
    // It opens the conversation.
    await desk.ask('mute', { with: ben.username, until: null });
    await settled(desk, phone);
    const heard = everything(phone);
    expect(await archive()).to.deep.equal({ archived: false, seq: 0 });
    for (const [payload, code] of [
      [{ with: 'nobody_here', on: true }, 'not_found'],
      [{ with: ben.username, on: 'yes' }, 'invalid_input'],
      [{ on: true }, 'invalid_input'],
    ] as const) {
      expect(await codeOf(send(desk, 'archive', payload)), JSON.stringify(payload)).to.equal(code);
    }
    await settled(desk, phone);
    expect(heard).to.deep.equal([]);
  });
});
