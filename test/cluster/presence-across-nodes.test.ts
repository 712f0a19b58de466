/** Presence and display names across two nodes. */
import { expect } from 'chai';
import type { User } from '../../src/protocol/shapes.ts';
import { settled } from '../realtime/sockets.ts';
import { expectStatus, register } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { collect, type Device, nextEvent } from '../support/device.ts';
import { nodesOf, registerPair } from './pair-across-nodes.ts';

const seen = (device: Device, username: string, isWanted: (user: User) => boolean) =>
  nextEvent(device, 'updateUsers', ({ users }) => users.some((user) => user.username === username && isWanted(user)));

describe('presence across two nodes', () => {
  let cluster: Cluster;

  before(async () => {
    cluster = await startCluster({ nodes: 2 });
  });
  after(() => cluster?.stop());

  for (const direction of ['first to second', 'second to first'] as const) {
    it(`reports from the ${direction} node when a watched user comes and goes`, async () => {
      const { ann, ben } = await registerPair(cluster);
      const { first, second } = nodesOf(cluster);
      const [near, far] = direction === 'first to second' ? [second, first] : [first, second];
      const watcher = await ann.connect(near);
      const { users } = await watcher.ask('watch', { usernames: [ben.username] });
      expect(users.map(({ username, online }) => ({ username, online }))).to.deep.equal([
        { username: ben.username, online: false },
      ]);
      const arrival = seen(watcher, ben.username, (user) => user.online);
      const device = await ben.connect(far);
      await arrival;
      const again = await watcher.ask('watch', { usernames: [ben.username] });
      expect(again.users[0]?.online).to.equal(true);

      const departure = seen(watcher, ben.username, (user) => !user.online);
      device.close();
      const left = (await departure).users.find((user) => user.username === ben.username);
      expect(Date.parse(left?.lastSeenAt ?? '')).to.be.closeTo(Date.now(), 60_000);
    });
  }

  it('shows a user online until the last device on the last node leaves', async () => {
    const { ann, ben } = await registerPair(cluster);
    const { first, second } = nodesOf(cluster);
    const watcher = await ann.connect(first);
    const devices = [await ben.connect(first), await ben.connect(second)];
    const carl = await register(first);
    const after = await carl.connect();
    await watcher.ask('watch', { usernames: [ben.username, carl.username] });
    const updates = collect(watcher, 'updateUsers');
    devices[0]?.close();
    const later = seen(watcher, carl.username, (user) => !user.online);
    after.close();
    await later;
    const left = updates.flatMap(({ users }) => users).filter((user) => !user.online);
    expect(left.map(({ username }) => username)).to.deep.equal([carl.username]);
    const departure = seen(watcher, ben.username, (user) => !user.online);
    devices[1]?.close();
    await departure;
  });

  it('shows a new display name to watchers on both nodes', async () => {
    const { ann, ben } = await registerPair(cluster);
    const { first, second } = nodesOf(cluster);
    const watchers = await Promise.all([ann.connect(first), ann.connect(second)]);
    await Promise.all(watchers.map((watcher) => watcher.ask('watch', { usernames: [ben.username] })));
    const renamed = watchers.map((watcher) => seen(watcher, ben.username, (user) => user.displayName === 'Big Ben'));
    expectStatus(await ben.fetch('/api/me', { method: 'PATCH', body: { displayName: 'Big Ben' } }), 200);
    await Promise.all(renamed);
  });

  it('reports nothing about users who are no longer watched', async () => {
    const { ann, ben } = await registerPair(cluster);
    const { first, second } = nodesOf(cluster);
    const watcher = await ann.connect(first);
    await watcher.ask('watch', { usernames: [ben.username] });
    await watcher.ask('watch', { usernames: [] });
    const updates = collect(watcher, 'updateUsers');
    const witness = await ann.connect(first);
    await witness.ask('watch', { usernames: [ben.username] });
    const arrival = seen(witness, ben.username, (user) => user.online);
    await ben.connect(second);
    await arrival;
    await settled(watcher);
    expect(updates).to.have.length(0);
  });
});
