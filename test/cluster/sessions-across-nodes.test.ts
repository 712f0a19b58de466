/** Sessions across two nodes: valid on both, and ended on both. RC6 and F10 measure how soon. */
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

  it('closes the sockets on the other node at logout, and accepts the session no more', async () => {
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

  it('closes sockets on the other node when the settings, a new password or the deletion of the account end a session', async () => {
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

  it('refuses an ended session for good, even when both nodes use it while it ends', async () => {
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
