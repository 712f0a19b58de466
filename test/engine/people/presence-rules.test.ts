/** What presence promises: the watchers hear of the first socket and of the last, and of what no push told of. */

import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import type { UserRecord } from '../../../src/engine/ports/user-port.ts';
import { useEngine } from '../engine-bench.ts';

describe('presence', () => {
  const bench = useEngine();

  async function join(displayName?: string): Promise<Caller> {
    const caller = await bench().join(displayName);
    bench().fanout.take();
    return caller;
  }
  /** Her account as a handshake would find it. */
  async function personOf({ id }: Caller): Promise<UserRecord> {
    const [user] = await bench().stores.users.findByIds([id]);
    if (!user) throw new Error('There is no such account');
    return user;
  }
  const shown = async (who: Caller) => (await bench().engine.people.present([await personOf(who)]))[0];
  const told = () =>
    bench()
      .fanout.take('updateUsers')
      .map(({ user, to, payload }) => ({ user, to, online: payload.users.map(({ online }) => online) }));

  it('tells the watchers when the first socket comes and when the last one goes', async () => {
    const anna = await join();
    const { presence } = bench().engine;
    await presence.arrive(await personOf(anna));
    await presence.arrive(await personOf(anna));
    expect(told()).to.deep.equal([{ user: anna.id, to: 'watchers', online: [true] }]);
    await presence.leave(anna);
    expect(told()).to.deep.equal([]);
    expect(await shown(anna)).to.include({ online: true });
    await presence.leave({ ...anna, socketId: 'second' });
    expect(told()).to.deep.equal([{ user: anna.id, to: 'watchers', online: [false] }]);
    expect(await shown(anna)).to.include({ online: false });
  });

  it('keeps when somebody was last seen, from the last leaving on', async () => {
    const anna = await join('Anna Seen');
    const { presence } = bench().engine;
    const before = Date.now();
    await presence.arrive(await personOf(anna));
    expect((await shown(anna))?.lastSeenAt).to.equal(null);
    await presence.leave(anna);
    const user = await shown(anna);
    expect(user).to.include({ username: anna.username, displayName: 'Anna Seen', online: false });
    expect(Date.parse(user?.lastSeenAt ?? '')).to.be.within(before, Date.now());
    expect(user?.lastSeenAt).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const pushed = bench().fanout.take('updateUsers').at(-1)?.payload.users;
    expect(pushed).to.deep.equal([user]);
  });

  it('tells the watchers of a new display name, online or not', async () => {
    const anna = await join();
    await bench().engine.accounts.rename(anna.id, ' Anna the Second ');
    await bench().engine.presence.arrive(await personOf(anna));
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

  it('ends with the truth when the last socket goes and the next one comes at the same moment', async () => {
    const anna = await join();
    const { presence } = bench().engine;
    await presence.arrive(await personOf(anna));
    bench().fanout.take();
    const user = await personOf(anna);
    await Promise.all([presence.leave(anna), presence.arrive(user)]);
    expect(await shown(anna)).to.include({ online: true });
    const last = bench().fanout.take('updateUsers').at(-1)?.payload.users[0];
    expect(last?.online ?? true, 'what the watchers heard last').to.equal(true);
    await presence.leave(anna);
  });

  it('finds by its beat what no push told of, and tells the watchers of this node once', async () => {
    const [anna, bert] = [await join(), await join()];
    const { fanout, leases, engine } = bench();
    fanout.watched.add(anna.id).add(bert.id);
    await engine.presence.beat();
    expect(told(), 'the first look changes nothing').to.deep.equal([]);
    await leases.arrive(anna.id); // Another node has her, and its push was lost.
    await engine.presence.beat();
    expect(told()).to.deep.equal([{ user: anna.id, to: 'local watchers', online: [true] }]);
    await engine.presence.beat();
    expect(told()).to.deep.equal([]);
    await leases.leave(anna.id); // That node died.
    await engine.presence.beat();
    expect(told()).to.deep.equal([{ user: anna.id, to: 'local watchers', online: [false] }]);
    fanout.watched.clear();
  });

  it('tells at a later beat what it found while the database was away', async () => {
    const anna = await join();
    const { fanout, leases, engine, stores } = bench();
    const { findByIds } = stores.users;
    fanout.watched.add(anna.id);
    await engine.presence.beat();
    await leases.arrive(anna.id);
    stores.users.findByIds = () => Promise.reject(new Error('away'));
    const missed = await engine.presence.beat().catch((error: Error) => error.message);
    stores.users.findByIds = findByIds;
    expect(missed).to.equal('away');
    await engine.presence.beat();
    expect(told()).to.deep.equal([{ user: anna.id, to: 'local watchers', online: [true] }]);
    await leases.leave(anna.id);
    fanout.watched.clear();
  });

  it('is looked up when another node tells of it late, and told to the watchers of this node as it is now', async () => {
    const anna = await join('Anna Late');
    const { engine, leases } = bench();
    const user = { username: anna.username, displayName: 'Anna Late', lastSeenAt: null };
    await engine.presence.hear(anna.id, { ...user, online: true });
    await leases.arrive(anna.id);
    await engine.presence.hear(anna.id, { ...user, online: false });
    expect(bench().fanout.take()).to.deep.equal(
      [false, true].map((online) => {
        const payload = { users: [{ ...user, online }] };
        return { user: anna.id, event: 'updateUsers', payload, to: 'local watchers' };
      }),
    );
    await leases.leave(anna.id);
  });

  it('is renewed at each beat for everybody with a socket here', async () => {
    const [anna, bert] = [await join(), await join()];
    const { parts } = bench();
    const renewed: string[][] = [];
    const renew = async (ids: readonly string[]) => void renewed.push([...ids]);
    const { presence } = createEngine({ ...parts, leases: { ...parts.leases, renew } });
    for (const caller of [anna, bert]) await presence.arrive(await personOf(caller));
    await presence.leave(bert);
    expect(presence.here()).to.deep.equal([anna.id]);
    await presence.beat();
    expect(renewed).to.deep.equal([[anna.id]]);
    await presence.leave(anna);
  });

  it('is looked at by a watcher, and told to others at the next beat where they were told otherwise', async () => {
    const [anna, bert, carl] = [await join(), await join(), await join()];
    const { fanout, leases, engine } = bench();
    fanout.watched.add(anna.id);
    const look = async (viewer: Caller) => (await engine.presence.look(viewer.id, [anna.id]))[0]?.online;
    expect(await look(bert)).to.equal(false);
    await engine.presence.beat();
    await leases.arrive(anna.id); // Another node has her, and its push was lost.
    expect(await look(carl)).to.equal(true);
    await engine.presence.beat();
    expect(told(), 'what Bert was told is no longer so').to.deep.equal([
      { user: anna.id, to: 'local watchers', online: [true] },
    ]);
    expect(await look(bert)).to.equal(true);
    await engine.presence.beat();
    expect(told(), 'all were told the same').to.deep.equal([]);
    await leases.leave(anna.id);
    fanout.watched.clear();
  });

  it('of many who leave at once is noted together', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => join()));
    const { parts } = bench();
    const notes: number[] = [];
    const setLastSeen: typeof parts.users.setLastSeen = (ids, at) => {
      notes.push(ids.length);
      return parts.users.setLastSeen(ids, at);
    };
    const { presence } = createEngine({ ...parts, users: { ...parts.users, setLastSeen } });
    for (const caller of all) await presence.arrive(await personOf(caller));
    await Promise.all(all.map((caller) => presence.leave(caller)));
    expect(notes).to.deep.equal([5]);
    for (const caller of all) await presence.arrive(await personOf(caller));
    await Promise.all(all.map((caller) => presence.leave(caller)));
    expect(notes, 'again').to.deep.equal([5, 5]);
  });
});
