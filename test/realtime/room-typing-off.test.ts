/** Typing in rooms and in the lobby, by and for users who hide it: they are told of nobody, and nobody is told of them. */
import { expect } from 'chai';
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import { collect, type Device, nextEvent } from '../support/device.ts';
import { settled } from './sockets.ts';

describe('the setting typingNotices in rooms', () => {
  const url = useNode({ lobby: true });
  let devices: [anns: Device, bens: Device, carls: Device];
  let users: TestUser[];
  let names: string[];
  let conversation: string;

  beforeEach(async () => {
    users = await Promise.all([register(url()), register(url()), register(url())]);
    names = users.map(({ username }) => username);
    devices = (await Promise.all(users.map((user) => user.connect()))) as typeof devices;
    const { conversation: room } = await devices[0].ask('createRoom', { title: 'Tea', members: names.slice(1) });
    conversation = room.channelId;
    for (const device of devices) await device.ask('conversations', { rooms: true });
  });
  afterEach(() => {
    for (const device of devices) device.close();
  });

  const hide = (device: Device, typingNotices = false) => device.ask('saveSettings', { typingNotices });

  /** The typists that each device is told of, and of whose end. */
  async function heard(place: string): Promise<string[][]> {
    const lists = devices.map((device) => [collect(device, 'typing'), collect(device, 'doneTyping')]);
    for (const event of ['typing', 'doneTyping'] as const)
      for (const device of devices) {
        device.emit(event, { conversation: place });
        await settled(device);
      }
    await settled(...devices);
    await settled(...devices);
    for (const device of devices) device.removeAllListeners('typing').removeAllListeners('doneTyping');
    return lists.map(([began, done]) => {
      const typists = (began ?? []).map(({ from }) => from);
      expect((done ?? []).map(({ from }) => from)).to.deep.equal(typists);
      return typists;
    });
  }

  for (const place of ['a room', 'the lobby'] as const) {
    it(`tells typing in ${place} to all, to and of all but one who has it off, and to all again`, async () => {
      const id = place === 'a room' ? conversation : lobbyId;
      const [ann = '', ben = '', carl = ''] = names;
      const all = [
        [ben, carl],
        [ann, carl],
        [ann, ben],
      ];
      expect(await heard(id)).to.deep.equal(all);
      await hide(devices[1]);
      expect(await heard(id)).to.deep.equal([[carl], [], [ann]]);
      await hide(devices[1], true);
      expect(await heard(id)).to.deep.equal(all);
    });
  }

  it('holds for a device that connects after the setting was changed', async () => {
    const [anns, bens, carls] = devices;
    await hide(bens);
    const later = await (users[1] as TestUser).connect();
    await later.ask('conversations', { rooms: true });
    const heardByCarl = nextEvent(carls, 'typing');
    const heardLater = collect(later, 'typing');
    anns.emit('typing', { conversation });
    await heardByCarl;
    await settled(later);
    expect(heardLater).to.deep.equal([]);
    later.close();
  });

  it('ends typing at once when the typist switches it off', async () => {
    const [anns, bens] = devices;
    const typing = nextEvent(bens, 'typing');
    anns.emit('typing', { conversation });
    await typing;
    const done = collect(bens, 'doneTyping');
    await hide(anns);
    // Long before it would end by itself.
    await settled(bens);
    expect(done).to.deep.equal([{ channelId: conversation, conversation, from: names[0] }]);
  });

  it('ends what a reader was told when the reader switches it off', async () => {
    const [anns, bens] = devices;
    const typing = nextEvent(bens, 'typing');
    anns.emit('typing', { conversation });
    await typing;
    // Its end by itself would not be told to this reader any more.
    const done = nextEvent(bens, 'doneTyping');
    await hide(bens);
    expect(await done).to.deep.equal({ channelId: conversation, conversation, from: names[0] });
  });
});
