/** The lobby across two nodes: messages, who comes and goes, and a count that is the same on both, also after a node died. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { type Device, nextEvent } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { nodesOf, registerPair } from './pair-across-nodes.ts';

describe('the lobby across two nodes', () => {
  const conversation = lobbyId;
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster({ nodes: 2, env: { LOBBY: 'on' } });
  });
  after(() => cluster?.stop());

  const enter = (device: Device) => device.ask('conversations', { rooms: true });
  const online = async (device: Device) => (await device.ask('room', { conversation })).online;

  it('brings messages to all, counts each user once on both nodes, and misses the users of a dead node', async () => {
    const { ann, ben } = await registerPair(cluster);
    const { first, second } = nodesOf(cluster);
    const here = await ann.connect(first);
    await enter(here);
    const coming = nextEvent(here, 'userJoined', ({ users }) =>
      users.some(({ username }) => username === ben.username),
    );
    const there = await ben.connect(second);
    await enter(there);
    expect(await coming).to.include({ conversation, online: 2 });
    const alsoThere = await ann.connect(second);
    await enter(alsoThere);
    for (const device of [here, there, alsoThere]) expect(await online(device)).to.equal(2);
    const heard = [here, alsoThere].map((device) => nextEvent(device, 'chatMessage'));
    await there.ask('chatMessage', { conversation, clientId: randomUUID(), body: 'from afar' });
    for (const { body, conversation: place } of await Promise.all(heard)) {
      expect([body, place]).to.deep.equal(['from afar', conversation]);
    }
    const typing = nextEvent(here, 'typing');
    there.emit('typing', { conversation });
    expect(await typing).to.deep.equal({ channelId: conversation, conversation, from: ben.username });
    const going = nextEvent(here, 'userLeft', undefined, 60_000);
    await cluster.nodes[1]?.kill();
    const gone = await going;
    expect(gone.users.map(({ username }) => username)).to.deep.equal([ben.username]);
    await until('the count is right', async () => (await online(here)) === 1);
    here.close();
  });
});
