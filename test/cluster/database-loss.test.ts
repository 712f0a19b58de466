/** The loss of the database: nodes stay in the load balancer, refuse in time, and go on when it is back. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { register } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { until } from '../support/waiting.ts';

describe('the loss of the database', () => {
  let mariadb: Mariadb;
  let cluster: Cluster;

  before(async () => {
    mariadb = await startMariadb();
    cluster = await startCluster({ nodes: 2, mariadb });
  });
  after(async () => {
    await cluster?.stop();
    await mariadb?.dispose();
  });

  it('keeps the nodes in the load balancer and refuses messages until the database is back', async () => {
    const anna = await register(cluster.url);
    const bert = await register(cluster.url);
    const device = await anna.connect();
    const send = (clientId: string) => device.request('chatMessage', { to: bert.username, clientId, body: 'hello' });
    expect(await send(randomUUID())).to.include({ ok: true });

    await mariadb.freeze();
    const clientId = randomUUID();
    const refused = await send(clientId);
    expect(refused).to.have.nested.property('error.code', 'unavailable');
    const status = async (path: string) => (await fetch(`${cluster.nodes[0]?.url}${path}`)).status;
    expect(await status('/readyz?only=node')).to.equal(200);
    expect(await status('/readyz')).to.equal(503);
    expect(device.connected).to.equal(true);

    mariadb.thaw();
    await until('the message is stored', async () => (await send(clientId)).ok);
    await until('the other node is ready, too', async () => (await status('/readyz')) === 200);
    const { messages } = await device.ask('chatHistory', { with: bert.username });
    expect(messages.filter((message) => message.clientId === clientId)).to.have.length(1);
    device.close();
  });
});
