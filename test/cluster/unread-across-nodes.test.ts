/** A mark as unread across two nodes: the own devices hear of it, and a reading on either node ends it. */
import { expect } from 'chai';
import { collect, nextEvent } from '../support/device.ts';
import { connectPair, draft, nodesOf, useTwoNodes } from './pair-across-nodes.ts';

describe('a conversation marked as unread across two nodes', () => {
  const nodes = useTwoNodes();

  it('reaches the device on the other node, and ends with the reading there', async () => {
    const { ann, ben, annDevice, benDevice } = await connectPair(nodes().cluster);
    const annThere = await ann.connect(nodesOf(nodes().cluster).second);
    const { message } = await benDevice.ask('chatMessage', draft(ann.username));
    await annDevice.ask('markRead', { with: ben.username, seq: 1 });
    const marked = nextEvent(annThere, 'unread');
    await annDevice.ask('setUnread', { with: ben.username, seq: 1 });
    expect(await marked).to.deep.equal({ channelId: message.channelId, username: ben.username, seq: 1, unread: 1 });
    const told = collect(benDevice, 'read');
    const read = nextEvent(annDevice, 'read');
    await annThere.ask('markRead', { with: ben.username, seq: 1 });
    expect((await read).username).to.equal(ann.username);
    const [conversation] = (await annDevice.ask('conversations', {})).conversations;
    expect(conversation).to.include({ unread: 0 }).and.not.have.property('unreadFrom');
    await benDevice.ask('watch', { usernames: [] });
    expect(told).to.deep.equal([]);
  });
});
