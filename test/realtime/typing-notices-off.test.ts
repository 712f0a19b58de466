/** Typing notices that one of two users hides: neither learns that the other types. */
import { expect } from 'chai';
import { messageTo } from '../engine/engine-bench.ts';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import { collect, type Device, nextEvent } from '../support/device.ts';
import { settled } from './sockets.ts';

describe('the setting typingNotices', () => {
  const url = useNode();
  let ann: TestUser;
  let ben: TestUser;
  let anns: Device;
  let bens: Device;

  beforeEach(async () => {
    [ann, ben] = await Promise.all([register(url()), register(url())]);
    [anns, bens] = await Promise.all([ann.connect(), ben.connect()]);
    await anns.ask('chatMessage', messageTo(ben));
  });
  afterEach(() => {
    anns.close();
    bens.close();
  });

  const hide = (device: Device, typingNotices = false) => device.ask('saveSettings', { typingNotices });

  /** The typing pushes to each of the two while both type and stop. */
  async function heard(): Promise<string[][]> {
    const pushes = [anns, bens].flatMap((device) => [collect(device, 'typing'), collect(device, 'doneTyping')]);
    for (const event of ['typing', 'doneTyping'] as const) {
      anns.emit(event, { to: ben.username });
      bens.emit(event, { to: ann.username });
    }
    await settled(anns, bens);
    await settled(anns, bens);
    for (const device of [anns, bens]) device.removeAllListeners('typing').removeAllListeners('doneTyping');
    return pushes.map((list) => list.map(({ from }) => from));
  }

  it('tells typing to both, to neither while one has it off, and to both again', async () => {
    const both = [[ben.username], [ben.username], [ann.username], [ann.username]];
    expect(await heard()).to.deep.equal(both);
    await hide(bens);
    expect(await heard()).to.deep.equal([[], [], [], []]);
    await hide(bens, true);
    expect(await heard()).to.deep.equal(both);
  });

  for (const hider of ['typist', 'reader']) {
    it(`ends typing at once when the ${hider} switches it off`, async () => {
      const typing = nextEvent(anns, 'typing');
      bens.emit('typing', { to: ann.username });
      await typing;
      const done = collect(anns, 'doneTyping');
      await hide(hider === 'typist' ? bens : anns);
      // Long before it would end by itself.
      await settled(anns);
      expect(done.map(({ from }) => from)).to.deep.equal([ben.username]);
    });
  }
});
