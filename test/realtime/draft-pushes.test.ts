/** Tests the events of drafts: they are pushed to the user's other devices, and to nobody else. */
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { register } from '../support/client.ts';
import { everything, settled } from './sockets.ts';

describe('pushes of drafts', () => {
  const url = useNode();

  it('tells the other devices of the user, and no other user', async () => {
    const [ann, ben] = await Promise.all([register(url()), register(url())]);
    const devices = await Promise.all([ann.connect(), ann.connect(), ben.connect()]);
    const [desk, phone] = devices;
    await settled(...devices);
    const heard = devices.map((device) => everything(device));
    const to = { with: ben.username };
    expect(await desk.ask('saveDraft', { ...to, text: 'first', base: 0 })).to.deep.equal({ version: 1 });
    const { drafts } = await phone.ask('drafts', {});
    await desk.ask('saveDraft', { ...to, text: 'first', base: 0 });
    const answer = await phone.request('saveDraft', { ...to, text: 'of the phone', base: 0 });
    expect(answer).to.deep.include({ ok: false });
    expect(!answer.ok && answer.error).to.deep.include({ code: 'conflict', data: { text: 'first', version: 1 } });
    expect(await phone.ask('saveDraft', { with: ben.username.toUpperCase(), text: '', base: 1 })).to.deep.equal({
      version: 2,
    });
    await settled(...devices);
    const removal = heard[0]?.[0]?.payload as { updatedAt: string };
    expect(heard).to.deep.equal([
      [{ name: 'draft', payload: { ...to, text: '', version: 2, updatedAt: removal.updatedAt } }],
      [{ name: 'draft', payload: drafts[0] }],
      [],
    ]);
    expect(drafts[0]).to.include({ ...to, text: 'first', version: 1 });
    for (const device of devices) device.close();
  });
});
