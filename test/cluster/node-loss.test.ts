/** The loss of a node: acknowledged messages and sessions survive it, presence does not. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect } from 'chai';
import { createConnection } from 'mariadb';
import { poolOptions } from '../../src/storage/database/mysql.ts';
import { expectStatus } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { nextEvent } from '../support/device.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/waiting.ts';
import { connectPair, draft } from './pair-across-nodes.ts';

const leaseMs = 30_000;
const marginMs = 5_000;

describe('the loss of a node', () => {
  let cluster: Cluster;
  let second: ServerProcess;

  beforeEach(async () => {
    cluster = await startCluster({ nodes: 2 });
    second = cluster.nodes[1]!;
  });
  afterEach(() => cluster?.stop());

  it('ends the presence on a killed node within its lease, and loses no acknowledged message', async () => {
    const { ann, ben, annDevice, benDevice } = await connectPair(cluster);
    await annDevice.ask('watch', { usernames: [ben.username] });
    const sends = Array.from({ length: 20 }, (_, index) =>
      benDevice.ask('chatMessage', draft(ann.username, `${index}`)).catch(() => undefined),
    );
    await sends[0];
    const gone = nextEvent(
      annDevice,
      'updateUsers',
      ({ users }) => users.some(({ username, online }) => username === ben.username && !online),
      leaseMs + marginMs,
    );
    await second.kill();
    benDevice.close();
    const acknowledged = (await Promise.all(sends)).flatMap((answer) => (answer ? [answer.message] : []));
    const { messages } = await annDevice.ask('chatHistory', { with: ben.username, after: 0, limit: 100 });
    expect(messages).to.deep.include.members(acknowledged);
    expect(messages.map(({ seq }) => seq)).to.deep.equal(messages.map((_, index) => index + 1));
    await gone;
  });

  it('leaves the other node working behind the load balancer', async () => {
    const { ann, ben, annDevice } = await connectPair(cluster);
    await second.kill();
    const benDevice = await until('HAProxy uses the live node', () => ben.connect(cluster.url));
    const heard = nextEvent(benDevice, 'chatMessage');
    const { message } = await annDevice.ask('chatMessage', draft(ben.username, 'Still there?'));
    expect(await heard).to.deep.equal(message);
    expectStatus(await ann.at(cluster.url).fetch('/api/me'), 200);
  });

  it('refuses no client that connects while a node is about to stop', async () => {
    const { ann, ben, benDevice } = await connectPair(cluster);
    await benDevice.ask('chatMessage', draft(ann.username));
    const database = await createConnection(poolOptions(cluster.databaseUrl, 1));
    await database.query('BEGIN');
    await database.query('SELECT `id` FROM `Channel` FOR UPDATE');
    // A message that waits for the row fails after 2.6 s, so new ones keep the node busy.
    const held: Promise<unknown>[] = [];
    const hold = () => void held.push(benDevice.request('chatMessage', draft(ann.username)).catch(() => null));
    hold();
    const holding = setInterval(hold, 500).unref();
    await benDevice.ask('conversations', {});
    const stopped = second.stop();
    await until('the node says so', async () => (await fetch(`${second.url}/readyz`)).status === 503);
    // At once: the node listens for a few seconds more.
    const [comers] = await Promise.all([
      Promise.all(Array.from({ length: 8 }, () => ben.connect(cluster.url))),
      expectRefused(second.url, ben.cookie),
    ]);
    clearInterval(holding);
    await database.query('ROLLBACK');
    await Promise.all(held);
    await database.end();
    expect(await stopped).to.deep.equal({ code: 0, signal: null });
    for (const device of comers) {
      expect(device.connected).to.equal(true);
      device.close();
    }
  });

  it('ends with exit code 0 on SIGTERM while users are connected, and keeps their sessions over the restart', async () => {
    const { ann, ben, annDevice } = await connectPair(cluster);
    const { message } = await annDevice.ask('chatMessage', draft(ben.username, 'Before the restart'));
    expect(await second.restart()).to.deep.equal({ code: 0, signal: null });
    expectStatus(await ben.fetch('/api/me'), 200);
    const device = await ben.connect();
    expect((await device.ask('chatHistory', { with: ann.username })).messages).to.deep.equal([message]);
  });
});

/** Connects like a load balancer. */
async function expectRefused(url: string, cookie: string): Promise<void> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const asked = request(`${url}/socket.io/?EIO=4&transport=websocket`, { headers: { ...headers, cookie } }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const text = Buffer.concat(await answer.toArray()).toString();
  expect([answer.statusCode, JSON.parse(text).error.code]).to.deep.equal([503, 'unavailable']);
}
