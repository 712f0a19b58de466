/** Watching: a socket gets the changes of the users it watches, and of no other user. */
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { collect, type Device, nextEvent } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { settled } from './sockets.ts';

describe('watching', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  let watcher: Device;
  beforeEach(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url(), { displayName: 'Bert' })]);
    watcher = await anna.connect();
  });
  afterEach(() => void watcher.close());

  const isOnline = (online: boolean) => (payload: { users: { online: boolean }[] }) =>
    payload.users.every((user) => user.online === online);
  const watch = (...people: TestUser[]) => watcher.ask('watch', { usernames: people.map(({ username }) => username) });

  it('reports the first socket of a user, and the end of the last one', async () => {
    expect((await watch(bert)).users[0]).to.include({ username: bert.username, online: false, lastSeenAt: null });
    const coming = nextEvent(watcher, 'updateUsers', isOnline(true));
    const first = await bert.connect();
    expect((await coming).users).to.deep.equal([
      { username: bert.username, displayName: 'Bert', online: true, lastSeenAt: null },
    ]);
    const between = collect(watcher, 'updateUsers');
    const second = await bert.connect();
    first.close();
    await settled(second);
    await watch(bert);
    expect(between).to.deep.equal([]);
    between.stop();
    const leaving = nextEvent(watcher, 'updateUsers', isOnline(false));
    second.close();
    const [user] = (await leaving).users;
    expect(user?.username).to.equal(bert.username);
    expect(user?.lastSeenAt).to.match(/^\d{4}-\d\d-\d\dT/);
    expect((await watch(bert)).users).to.deep.equal([user]);
  });

  it('reports a new display name, whether or not the user is online', async () => {
    await watch(bert);
    const renamed = nextEvent(watcher, 'updateUsers');
    expectStatus(await bert.fetch('/api/me', { method: 'PATCH', body: { displayName: 'Bert B. 😀' } }), 200);
    expect((await renamed).users).to.deep.equal([
      { username: bert.username, displayName: 'Bert B. 😀', online: false, lastSeenAt: null },
    ]);
  });

  it('tells nobody who has not listed users that the directory has changed', async () => {
    const silent = await bert.connect();
    const heard = collect(silent, 'directoryChanged');
    await watcher.ask('listUsers', {});
    const told = nextEvent(watcher, 'directoryChanged');
    await register(url());
    await told;
    await silent.ask('watch', { usernames: [] });
    expect([...heard]).to.deep.equal([]);
    silent.close();
  });

  it('tells those who have listed users that the directory has changed, at most once a second', async () => {
    await watcher.ask('listUsers', {});
    const startedAt = performance.now();
    const heard = collect(watcher, 'directoryChanged');
    const first = nextEvent(watcher, 'directoryChanged');
    await Promise.all(Array.from({ length: 5 }, () => register(url())));
    expect((await first).withinMs).to.be.within(1, 1_000);
    const renamed = nextEvent(watcher, 'directoryChanged');
    expectStatus(await bert.fetch('/api/me', { method: 'PATCH', body: { displayName: 'Other' } }), 200);
    await renamed;
    expect(heard.length).to.be.at.most(2 + (performance.now() - startedAt) / 1_000);
    heard.stop();
  });

  it('replaces the users watched before', async () => {
    const [carl, dora] = await Promise.all([register(url()), register(url())]);
    await watch(bert, carl);
    await watch(carl, dora);
    const heard = collect(watcher, 'updateUsers');
    const told = nextEvent(watcher, 'updateUsers', ({ users }) => users[0]?.username === dora.username);
    const devices = [await bert.connect(), await carl.connect(), await dora.connect()];
    await told;
    expect(heard.flatMap(({ users }) => users.map(({ username }) => username))).to.deep.equal([
      carl.username,
      dora.username,
    ]);
    for (const device of devices) device.close();
  });

  it('ends with an empty list, and needs a list to begin', async () => {
    const [other] = await Promise.all([anna.connect(), watch(bert)]);
    const heardByOther = collect(other, 'updateUsers');
    await watch();
    const heard = collect(watcher, 'updateUsers');
    const device = await bert.connect();
    await Promise.all([settled(device), settled(other), settled(watcher)]);
    expect([...heard, ...heardByOther]).to.deep.equal([]);
    for (const socket of [device, other]) socket.close();
  });

  it('belongs to one socket, even when two share a session', async () => {
    const other = await anna.connect();
    await watch(bert);
    await other.ask('watch', { usernames: [] });
    const told = nextEvent(watcher, 'updateUsers', isOnline(true));
    const heardByOther = collect(other, 'updateUsers');
    const device = await bert.connect();
    await told;
    await settled(other);
    expect(heardByOther).to.deep.equal([]);
    for (const socket of [device, other]) socket.close();
  });

  it('ends with the true state when a user reloads the page again and again', async () => {
    await watch(bert);
    const heard = collect(watcher, 'updateUsers');
    let device = await bert.connect();
    for (let reload = 0; reload < 10; reload += 1) {
      device.close();
      device = await bert.connect();
    }
    const renamed = nextEvent(watcher, 'updateUsers', ({ users }) => users[0]?.displayName === 'The last name');
    await settled(device);
    await bert.fetch('/api/me', { method: 'PATCH', body: { displayName: 'The last name' } });
    await renamed;
    await until('the last push says online', () => heard.at(-1)?.users[0]?.online);
    expect((await watch(bert)).users[0]?.online).to.equal(true);
    device.close();
  });

  it('agrees with the online state in lists and conversations', async () => {
    const device = await bert.connect();
    const find = async () =>
      (await watcher.ask('listUsers', { query: bert.username })).users.find((user) => user.username === bert.username);
    expect((await find())?.online).to.equal(true);
    await watch(bert);
    const leaving = nextEvent(watcher, 'updateUsers', isOnline(false));
    device.close();
    await leaving;
    expect((await find())?.online).to.equal(false);
  });
});
