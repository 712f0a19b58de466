/** A draft in a room across two nodes: the devices of its author that have asked for rooms get it, on the other node, too. */
import { expect } from 'chai';
import { everything, settled } from '../realtime/sockets.ts';
import { nextEvent } from '../support/device.ts';
import { connectPair, nodesOf, useTwoNodes } from './pair-across-nodes.ts';

describe('a draft in a room across two nodes', () => {
  const nodes = useTwoNodes();

  it('reaches the device on the other node that has asked for rooms, and no other one', async () => {
    const { ann, ben, annDevice, benDevice } = await connectPair(nodes().cluster);
    const { second } = nodesOf(nodes().cluster);
    const [annThere, old] = [await ann.connect(second), await ann.connect(second)];
    for (const device of [annThere, benDevice]) await device.ask('conversations', { rooms: true });
    const room = { title: 'Tea', members: [ben.username] };
    const { channelId: conversation } = (await annDevice.ask('createRoom', room)).conversation;
    const heard = [old, benDevice].map((device) => everything(device));
    const shown = nextEvent(annThere, 'draft');
    await annDevice.ask('saveDraft', { conversation, text: 'unsent', base: 0 });
    expect(await shown).to.include({ conversation, text: 'unsent', version: 1 });
    await settled(old, benDevice);
    expect(heard.flat().filter(({ name }) => name === 'draft')).to.deep.equal([]);
    for (const device of [annThere, old]) device.close();
  });
});
