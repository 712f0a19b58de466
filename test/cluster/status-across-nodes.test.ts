/** Statuses across two nodes: a watcher and the own devices on the other node learn of a change. */
import { expect } from 'chai';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { nextEvent } from '../support/device.ts';
import { connectPair } from './pair-across-nodes.ts';

describe('statuses across two nodes', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster({ nodes: 2 });
  });
  after(() => cluster?.stop());

  it('pushes a status to a watcher, an own device and a new session on the other node', async () => {
    const { ann, annDevice, benDevice } = await connectPair(cluster);
    const annThere = await ann.connect(cluster.nodes[1]?.url);
    await benDevice.ask('watch', { usernames: [ann.username] });
    const [seen, own] = [nextEvent(benDevice, 'updateUsers'), nextEvent(annThere, 'status')];
    const answer = await annDevice.ask('setStatus', { text: 'At sea', emoji: '🌊', doNotDisturb: true });
    const status = { text: 'At sea', emoji: '🌊', until: null };
    expect((await seen).users[0]?.status).to.deep.equal(status);
    expect(await own).to.deep.equal(answer);
    const later = await ann.connect(cluster.nodes[1]?.url);
    expect(later.greeting.user.status, 'the cached session is fresh').to.deep.equal(status);
    expect((await later.ask('settings', {})).doNotDisturb).to.deep.equal({ until: null });
    const removed = nextEvent(benDevice, 'updateUsers');
    await later.ask('setStatus', {});
    expect((await removed).users[0]).to.not.have.property('status');
    for (const device of [annDevice, annThere, benDevice, later]) device.close();
  });
});
