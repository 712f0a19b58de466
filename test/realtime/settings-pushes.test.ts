/** Tests the events of settings and mutes: they are pushed to the user's other devices, and to nobody else. */
import { expect } from 'chai';
import { messageTo } from '../engine/engine-bench.ts';
import { useNode } from '../http/in-process-node.ts';
import { register } from '../support/client.ts';
import { everything, settled } from './sockets.ts';

describe('pushes of settings and mutes', () => {
  const url = useNode();

  it('tells the other devices of the user, and no other user', async () => {
    const [ann, ben] = await Promise.all([register(url()), register(url())]);
    const [desk, phone, bens] = await Promise.all([ann.connect(), ann.connect(), ben.connect()]);
    const { message } = await desk.ask('chatMessage', messageTo(ben));
    await settled(desk, phone, bens);
    const heard = [desk, phone, bens].map((device) => everything(device));
    const saved = await desk.ask('saveSettings', { theme: 'dark' });
    expect(saved).to.deep.equal({ settings: { ...saved.settings, theme: 'dark' }, version: 1 });
    await desk.ask('saveSettings', { theme: 'dark' });
    const until = '9999-12-31T23:59:59.999Z';
    expect(await desk.ask('mute', { with: ben.username, until })).to.deep.equal({ mutedUntil: until });
    await settled(desk, phone, bens);
    const { channelId } = message;
    expect(heard).to.deep.equal([
      [],
      [
        { name: 'settings', payload: saved },
        { name: 'muted', payload: { channelId, username: ben.username, mutedUntil: until } },
      ],
      [],
    ]);
    expect(await phone.ask('settings', {})).to.deep.equal(saved);
    for (const device of [desk, phone, bens]) device.close();
  });
});
