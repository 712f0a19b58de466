/** Default Socket.IO clients, which poll first, through the deployed HAProxy with two nodes. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { rawRequest } from '../http/in-process-node.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { defaultTimeoutMs, until, within } from '../support/waiting.ts';
import { registerPair } from './pair-across-nodes.ts';

describe('a client that polls first', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster({ nodes: 2 });
  });
  after(() => cluster?.stop());

  for (const transports of [undefined, ['polling']]) {
    it(`works through HAProxy with ${transports ? 'polling alone' : 'the default options'}`, async () => {
      const { ann, ben } = await registerPair(cluster);
      const ids = new Set<string>();
      for (let round = 0; round < 4; round += 1) {
        const options = { extraHeaders: { cookie: ann.cookie }, forceNew: true, reconnection: false };
        const socket: Socket = io(cluster.url, transports ? { ...options, transports } : options);
        await within(defaultTimeoutMs, 'a welcome', new Promise((resolve) => socket.once('welcome', resolve)));
        ids.add(`${socket.io.engine.id}`.split('.')[0] ?? '');
        const message = { to: ben.username, clientId: randomUUID(), body: 'x' };
        expect(await socket.emitWithAck('chatMessage', message)).to.have.property('ok', true);
        if (!transports) await until('it is upgraded', () => socket.io.engine.transport.name === 'websocket');
        socket.close();
      }
      expect([...ids].sort()).to.deep.equal(['node1', 'node2']);
    });
  }

  it('gets a typed error for a connection that is not on its node', async () => {
    for (const sid of ['node1.nobody', 'node9.nobody', 'nobody']) {
      const path = `/socket.io/?EIO=4&transport=polling&sid=${sid}`;
      for (const method of ['GET', 'POST']) {
        const { status, text } = await rawRequest(cluster.url, path, { method });
        expect([status, JSON.parse(text).error.code], `${method} ${sid}`).to.deep.equal([400, 'not_found']);
      }
    }
  });
});
