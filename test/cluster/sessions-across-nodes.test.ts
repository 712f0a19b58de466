/** A session is one on all nodes: it begins on any of them and, once ended, is over on all. How soon, RC6 and F10 measure. */
import { expect } from 'chai';
import { expectStatus, goodPassword, logIn, register } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { disconnected } from '../support/device.ts';
import { nodesOf } from './pair-across-nodes.ts';

describe('sessions across two nodes', () => {
  let cluster: Cluster;

  before(async () => {
    cluster = await startCluster({ nodes: 2 });
  });
  after(() => cluster?.stop());

  it('accepts on both nodes a session that began behind the load balancer', async () => {
    const person = await register(cluster.url);
    const session = await logIn(cluster.url, person);
    const { first, second } = nodesOf(cluster);
    for (const url of [first, second, cluster.url]) {
      const { user } = expectStatus(await session.at(url).fetch<{ user: { username: string } }>('/api/me'), 200);
      expect(user.username).to.equal(person.username);
      const device = await session.connect(url);
      expect(device.greeting.user.username).to.equal(person.username);
      device.close();
    }
  });

  it('closes on the other node what a logout ends, and lets nothing in again', async () => {
    const { first, second } = nodesOf(cluster);
    const person = await register(first);
    const kept = await logIn(first, person);
    const [here, there, other] = await Promise.all([
      person.connect(first),
      person.connect(second),
      kept.connect(second),
    ]);
    const ended = person.at(second);
    const closed = Promise.all([disconnected(here), disconnected(there)]);
    expectStatus(await person.logOut(), 204);
    await closed;

    expect((await ended.fetch('/api/me')).status).to.equal(401);
    const refusal = await ended.connect().catch((error: { data?: { code: string } }) => error.data?.code);
    expect(refusal).to.equal('unauthorized');
    expect(other.connected).to.equal(true);
    expectStatus(await kept.at(second).fetch('/api/me'), 200);
  });

  it('closes on the other node what is ended from the settings, by another password, and with the account', async () => {
    const { first, second } = nodesOf(cluster);
    const person = await register(first);
    const ways: [method: string, path: string, body: unknown][] = [
      ['DELETE', '/api/sessions', undefined],
      ['POST', '/api/me/password', { current: goodPassword, next: goodPassword }],
      ['DELETE', '/api/me', { password: goodPassword }],
    ];
    for (const [method, path, body] of ways) {
      const other = await logIn(first, person);
      const device = await other.connect(second);
      const before = person.at(second);
      const closed = disconnected(device);
      expectStatus(await person.fetch(path, { method, body }), 204);
      await closed;
      expect((await other.at(second).fetch('/api/me')).status, path).to.equal(401);
      expect((await before.fetch('/api/me')).status, path).to.equal(path === '/api/sessions' ? 200 : 401);
    }
  });

  it('keeps the session out for good when it is used on both nodes while it ends', async () => {
    const { first, second } = nodesOf(cluster);
    const person = await register(first);
    const uses = [first, second].flatMap((url) =>
      Array.from({ length: 20 }, () =>
        person
          .at(url)
          .fetch('/api/me')
          .then((answer) => answer.status),
      ),
    );
    const ended = [person.at(first), person.at(second)];
    await Promise.all([person.logOut(), ...uses]);
    for (const session of ended) expect((await session.fetch('/api/me')).status).to.equal(401);
  });
});
