/** Presence: pushes at the first and last socket of a user, and heartbeats that find missed changes. */

import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import type { UserRecord } from '../../../src/engine/ports/user-port.ts';
import { useEngine } from '../engine-bench.ts';

describe('createPresence', () => {
  const bench = useEngine();

  async function join(displayName?: string): Promise<Caller> {
    const caller = await bench().join(displayName);
    bench().fanout.take();
    return caller;
  }
  /** The account as a handshake finds it. */
  async function recordOf({ id }: Caller): Promise<UserRecord> {
    const [user] = await bench().stores.users.findByIds([id]);
    if (!user) throw new Error('There is no such account');
    return user;
  }
  const shown = async (caller: Caller) => (await bench().engine.people.present(caller.id, [await recordOf(caller)]))[0];
  const pushed = () =>
    bench()
      .fanout.take('updateUsers')
      .map(({ user, to, payload }) => ({ user, to, online: payload.users.map(({ online }) => online) }));

  it('pushes to watchers at the first socket and at the last', async () => {
    const anna = await join();
    const { presence } = bench().engine;
    await presence.arrive(await recordOf(anna));
    await presence.arrive(await recordOf(anna));
    expect(pushed()).to.deep.equal([{ user: anna.id, to: 'watchers', online: [true] }]);
    await presence.leave(anna);
    expect(pushed()).to.deep.equal([]);
    expect(await shown(anna)).to.include({ online: true });
    await presence.leave({ ...anna, socketId: 'second' });
    expect(pushed()).to.deep.equal([{ user: anna.id, to: 'watchers', online: [false] }]);
    expect(await shown(anna)).to.include({ online: false });
  });

  it('records the last-seen time when the last socket leaves', async () => {
    const anna = await join('Anna Seen');
    const { presence } = bench().engine;
    const before = Date.now();
    await presence.arrive(await recordOf(anna));
    expect((await shown(anna))?.lastSeenAt).to.equal(null);
    await presence.leave(anna);
    const user = await shown(anna);
    expect(user).to.include({ username: anna.username, displayName: 'Anna Seen', online: false });
    expect(Date.parse(user?.lastSeenAt ?? '')).to.be.within(before, Date.now());
    expect(user?.lastSeenAt).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const lastPush = bench().fanout.take('updateUsers').at(-1)?.payload.users;
    expect(lastPush).to.deep.equal([user]);
  });

  it('pushes a new display name to watchers, online or offline', async () => {
    const anna = await join();
    await bench().engine.accounts.rename(anna.id, ' Anna the Second ');
    await bench().engine.presence.arrive(await recordOf(anna));
    await bench().engine.accounts.rename(anna.id, 'Anna the Third');
    const pushes = bench().fanout.take('updateUsers');
    const users = pushes.map(({ payload }) => payload.users[0]);
    expect(pushes.every(({ user, to }) => user === anna.id && to === 'watchers')).to.equal(true);
    expect(users.map((user) => [user?.displayName, user?.online])).to.deep.equal([
      ['Anna the Second', false],
      ['Anna the Second', true],
      ['Anna the Third', true],
    ]);
    await bench().engine.presence.leave(anna);
  });

  it('ends with the right state when a socket leaves and another arrives at once', async () => {
    const anna = await join();
    const { presence } = bench().engine;
    await presence.arrive(await recordOf(anna));
    bench().fanout.take();
    const user = await recordOf(anna);
    await Promise.all([presence.leave(anna), presence.arrive(user)]);
    expect(await shown(anna)).to.include({ online: true });
    const last = bench().fanout.take('updateUsers').at(-1)?.payload.users[0];
    expect(last?.online ?? true, 'the last push').to.equal(true);
    await presence.leave(anna);
  });

  it('finds missed changes at a heartbeat and pushes them once to the watchers of this node', async () => {
    const [anna, bert] = [await join(), await join()];
    const { fanout, leases, engine } = bench();
    fanout.watched.add(anna.id).add(bert.id);
    await engine.presence.heartbeat();
    expect(pushed(), 'the first heartbeat').to.deep.equal([]);
    await leases.arrive(anna.id); // Another node has a socket of Anna, and its push was lost.
    await engine.presence.heartbeat();
    expect(pushed()).to.deep.equal([{ user: anna.id, to: 'local watchers', online: [true] }]);
    await engine.presence.heartbeat();
    expect(pushed()).to.deep.equal([]);
    await leases.leave(anna.id); // That node died.
    await engine.presence.heartbeat();
    expect(pushed()).to.deep.equal([{ user: anna.id, to: 'local watchers', online: [false] }]);
    fanout.watched.clear();
  });

  it('tells in a missed change nothing of the last-seen time that the user hides', async () => {
    const anna = await join();
    const { fanout, leases, engine } = bench();
    fanout.watched.add(anna.id);
    await engine.presence.arrive(await recordOf(anna));
    await engine.presence.leave(anna);
    const missed = async (lastSeen: boolean) => {
      await engine.ownSettings.save(anna, { lastSeen });
      await leases.arrive(anna.id);
      await engine.presence.heartbeat();
      fanout.take();
      await leases.leave(anna.id);
      await engine.presence.heartbeat();
      const told = fanout.take('updateUsers').flatMap(({ payload }) => payload.users);
      return [...new Set(told.map(({ lastSeenAt }) => typeof lastSeenAt))];
    };
    expect(await missed(true)).to.deep.equal(['string']);
    expect(await missed(false)).to.deep.equal(['object']);
    fanout.watched.clear();
  });

  it('hides the last-seen time of a user who arrives while nobody can tell whether it may be shown', async () => {
    const [anna, bert] = [await join(), await join()];
    const { fanout, engine, stores } = bench();
    await stores.users.setLastSeen([anna.id, bert.id], new Date());
    const arrival = async (caller: Caller) => {
      await engine.presence.arrive(await recordOf(caller));
      return fanout
        .take('updateUsers')
        .flatMap(({ payload }) => payload.users.map(({ lastSeenAt }) => typeof lastSeenAt));
    };
    expect(await arrival(anna)).to.deep.equal(['string']);
    const { privacyOf } = stores.settings;
    stores.settings.privacyOf = () => Promise.reject(new Error('away'));
    expect(await arrival(bert)).to.deep.equal(['object']);
    stores.settings.privacyOf = privacyOf;
    for (const caller of [anna, bert]) await engine.presence.leave(caller);
    fanout.take();
  });

  it('pushes a missed change at a later heartbeat when the database was away', async () => {
    const anna = await join();
    const { fanout, leases, engine, stores } = bench();
    const { findByIds } = stores.users;
    fanout.watched.add(anna.id);
    await engine.presence.heartbeat();
    await leases.arrive(anna.id);
    stores.users.findByIds = () => Promise.reject(new Error('away'));
    const missed = await engine.presence.heartbeat().catch((error: Error) => error.message);
    stores.users.findByIds = findByIds;
    expect(missed).to.equal('away');
    await engine.presence.heartbeat();
    expect(pushed()).to.deep.equal([{ user: anna.id, to: 'local watchers', online: [true] }]);
    await leases.leave(anna.id);
    fanout.watched.clear();
  });

  it('replaces the state in a late push of another node by the current one', async () => {
    const anna = await join('Anna Late');
    const { engine, leases } = bench();
    const user = { username: anna.username, displayName: 'Anna Late', lastSeenAt: null };
    await engine.presence.relay(anna.id, { ...user, online: true });
    await leases.arrive(anna.id);
    await engine.presence.relay(anna.id, { ...user, online: false });
    expect(bench().fanout.take()).to.deep.equal(
      [false, true].map((online) => {
        const payload = { users: [{ ...user, online }] };
        return { user: anna.id, event: 'updateUsers', payload, to: 'local watchers' };
      }),
    );
    await leases.leave(anna.id);
  });

  it('renews the leases of all users with a socket on this node at each heartbeat', async () => {
    const [anna, bert] = [await join(), await join()];
    const { parts } = bench();
    const renewed: string[][] = [];
    const renew = async (ids: readonly string[]) => void renewed.push([...ids]);
    const { presence } = createEngine({ ...parts, leases: { ...parts.leases, renew } });
    for (const caller of [anna, bert]) await presence.arrive(await recordOf(caller));
    await presence.leave(bert);
    expect(presence.usersHere()).to.deep.equal([anna.id]);
    await presence.heartbeat();
    expect(renewed).to.deep.equal([[anna.id]]);
    await presence.leave(anna);
  });

  it('pushes at the next heartbeat when its watchers were told different states', async () => {
    const [anna, bert, carl] = [await join(), await join(), await join()];
    const { fanout, leases, engine } = bench();
    fanout.watched.add(anna.id);
    const watch = async (viewer: Caller) => (await engine.presence.snapshot(viewer.id, [anna.id]))[0]?.online;
    expect(await watch(bert)).to.equal(false);
    await engine.presence.heartbeat();
    await leases.arrive(anna.id); // Another node has a socket of Anna, and its push was lost.
    expect(await watch(carl)).to.equal(true);
    await engine.presence.heartbeat();
    expect(pushed(), 'Bert was told another state').to.deep.equal([
      { user: anna.id, to: 'local watchers', online: [true] },
    ]);
    expect(await watch(bert)).to.equal(true);
    await engine.presence.heartbeat();
    expect(pushed(), 'both were told the same state').to.deep.equal([]);
    await leases.leave(anna.id);
    fanout.watched.clear();
  });

  it('records the departures of one event-loop turn together', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => join()));
    const { parts } = bench();
    const notes: number[] = [];
    const setLastSeen: typeof parts.users.setLastSeen = (ids, at) => {
      notes.push(ids.length);
      return parts.users.setLastSeen(ids, at);
    };
    const { presence } = createEngine({ ...parts, users: { ...parts.users, setLastSeen } });
    for (const caller of all) await presence.arrive(await recordOf(caller));
    await Promise.all(all.map((caller) => presence.leave(caller)));
    expect(notes).to.deep.equal([5]);
    for (const caller of all) await presence.arrive(await recordOf(caller));
    await Promise.all(all.map((caller) => presence.leave(caller)));
    expect(notes, 'again').to.deep.equal([5, 5]);
  });
});
