/** Blocks: nothing passes between the two, each sees the other as gone offline, and nothing tells who made it but to the maker. */

import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { draftTo, useEngine } from '../engine-bench.ts';
import { expectedWindows, sweepWindows } from '../poll-windows.ts';

type Joined = Caller & { socketId: string };

describe('blocks', () => {
  const bench = useEngine();
  const blocks = () => bench().engine.blocks;

  /** Two people who are online and watch each other. */
  async function pair(): Promise<[Joined, Joined]> {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    await Promise.all([arrive(anna), arrive(bert)]);
    bench()
      .fanout.watching.set(anna.id, new Set([bert.id]))
      .set(bert.id, new Set([anna.id]));
    bench().fanout.take();
    return [anna, bert];
  }
  const arrive = (caller: Caller) =>
    bench().engine.presence.arrive({ ...caller, displayName: caller.username, lastSeenAt: null });
  const watches = (one: Caller, other: Caller) => bench().fanout.watching.get(one.id)?.has(other.id);
  /** Who was told what of whom. */
  const told = () =>
    bench()
      .fanout.take()
      .map(({ user, event, payload, to }) => {
        if (event !== 'updateUsers') return { user, event, payload, to };
        const users = (payload as { users: { username: string; online: boolean }[] }).users;
        return { user, event, to, users: users.map(({ username, online }) => [username, online]) };
      });
  const looks = (viewer: Caller, { id }: Caller) => bench().engine.presence.look(viewer.id, [id]);

  it('tell every device of the maker, and show each the other going offline', async () => {
    const [anna, bert] = await pair();
    await blocks().block(anna, bert.username.toUpperCase());
    expect(told()).to.have.deep.members([
      { user: anna.id, event: 'blocked', payload: { username: bert.username, blocked: true }, to: 'devices' },
      { user: anna.id, event: 'updateUsers', to: 'sockets', users: [[bert.username, false]] },
      { user: bert.id, event: 'updateUsers', to: 'sockets', users: [[anna.username, false]] },
    ]);
    expect([watches(anna, bert), watches(bert, anna)]).to.deep.equal([false, false]);
    const [seen] = await looks(bert, anna);
    expect(Date.parse(seen?.lastSeenAt ?? '')).to.be.closeTo(Date.now(), 60_000);
  });

  it('show somebody who was offline as last seen when it was, and tell nobody of it', async () => {
    const [anna, bert] = await pair();
    await bench().engine.presence.leave(bert);
    const [before] = await looks(anna, bert);
    bench().fanout.take();
    await blocks().block(anna, bert.username);
    expect(told().filter(({ event, user }) => event === 'updateUsers' && user === anna.id)).to.deep.equal([]);
    await arrive(bert);
    const [after] = await looks(anna, bert);
    expect(after).to.deep.equal(before);
  });

  it('end what either was typing, and let neither type or write on', async () => {
    const [anna, bert] = await pair();
    const { channelId } = await bench().engine.channels.withPeer(anna, bert.username);
    const { typing } = bench().engine;
    await Promise.all([typing.start(anna, channelId, bert.id), typing.start(bert, channelId, anna.id)]);
    bench().fanout.take();
    await blocks().block(anna, bert.username);
    const over = told().filter(({ event }) => event === 'doneTyping');
    expect(over.map(({ user }) => user)).to.have.members([anna.id, bert.id]);
    await typing.start(bert, channelId, anna.id);
    expect(told()).to.deep.equal([]);
    for (const [from, to] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      expect(await codeOf(bench().engine.messages.send(from, draftTo(to)))).to.equal('forbidden');
    }
  });

  it('are listed to their maker by name, as they look to him', async () => {
    const [anna, bert] = await pair();
    const others = await Promise.all(Array.from({ length: 4 }, () => bench().join()));
    for (const other of [...others, bert]) await blocks().block(anna, other.username);
    const [stranger] = others as [Joined];
    await blocks().block(stranger, anna.username);
    const listed = await blocks().list(anna);
    const names = [...others, bert].map(({ username }) => username).sort();
    expect(listed.map(({ username }) => username)).to.deep.equal(names);
    expect(listed.every(({ online }) => !online)).to.equal(true);
    expect(listed.find(({ username }) => username === bert.username)?.lastSeenAt).to.be.a('string');
    expect(await blocks().list(bert)).to.deep.equal([]);
  });

  it('are made and lifted twice without a word', async () => {
    const [anna, bert] = await pair();
    await blocks().lift(anna, bert.username);
    expect(told()).to.deep.equal([]);
    await blocks().block(anna, bert.username);
    bench().fanout.take();
    await blocks().block(anna, bert.username);
    expect(told()).to.deep.equal([]);
    await blocks().lift(bert, anna.username);
    expect(told(), 'not his to lift').to.deep.equal([]);
    expect(await blocks().list(anna)).to.have.length(1);
  });

  it('are lifted one by one, each by its maker', async () => {
    const [anna, bert] = await pair();
    const [carl, dora] = await pair();
    for (const { username } of [bert, carl]) await blocks().block(anna, username);
    await blocks().block(dora, anna.username);
    bench().fanout.take();
    await blocks().lift(anna, dora.username);
    expect(told()).to.deep.equal([]);
    await blocks().lift(anna, carl.username);
    expect((await blocks().list(anna)).map(({ username }) => username)).to.deep.equal([bert.username]);
    expect((await blocks().list(dora)).map(({ username }) => username)).to.deep.equal([anna.username]);
  });

  it('leave the conversation to be seen by both, the other as offline since, with receipts as they were', async () => {
    const [anna, bert] = await pair();
    const { messages, receipts, conversations } = bench().engine;
    await messages.send(anna, draftTo(bert));
    await blocks().block(anna, bert.username);
    bench().fanout.take();
    await receipts.read(bert, { with: anna.username, seq: 1 });
    expect(told().map(({ user, event }) => [user, event])).to.deep.equal([[bert.id, 'read']]);
    for (const [me, peer] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      const [conversation] = (await conversations.list(me, {})).conversations;
      expect(conversation?.peer).to.include({ username: peer.username, online: false });
      expect(Date.parse(conversation?.peer.lastSeenAt ?? ''), 'since the block').to.be.closeTo(Date.now(), 60_000);
      expect(conversation?.read).to.deep.equal({ me: me === bert ? 1 : 0, peer: 0 });
    }
  });

  it('give everything back when they are lifted', async () => {
    const [anna, bert] = await pair();
    await blocks().block(anna, bert.username);
    bench().fanout.take();
    await blocks().lift(anna, bert.username);
    expect(told()).to.have.deep.members([
      { user: anna.id, event: 'blocked', payload: { username: bert.username, blocked: false }, to: 'devices' },
      { user: anna.id, event: 'updateUsers', to: 'sockets', users: [[bert.username, true]] },
      { user: bert.id, event: 'updateUsers', to: 'sockets', users: [[anna.username, true]] },
    ]);
    expect([watches(anna, bert), watches(bert, anna)]).to.deep.equal([true, true]);
    const { channelId } = await bench().engine.channels.withPeer(anna, bert.username);
    await bench().engine.typing.start(bert, channelId, anna.id);
    expect(told().map(({ event }) => event)).to.deep.equal(['typing']);
    expect(await codeOf(bench().engine.messages.send(bert, draftTo(anna)))).to.equal('accepted');
  });

  it('stand on while the other’s stands', async () => {
    const [anna, bert] = await pair();
    await blocks().block(anna, bert.username);
    await blocks().block(bert, anna.username);
    bench().fanout.take();
    await blocks().lift(anna, bert.username);
    expect(told()).to.deep.equal([
      { user: anna.id, event: 'blocked', payload: { username: bert.username, blocked: false }, to: 'devices' },
    ]);
    expect([watches(anna, bert), watches(bert, anna)]).to.deep.equal([false, false]);
    expect(await codeOf(bench().engine.messages.send(anna, draftTo(bert)))).to.equal('forbidden');
  });

  it('hide each from the other’s search, and from nobody else’s', async () => {
    const [anna, bert] = await pair();
    const carl = await bench().join();
    await blocks().block(anna, bert.username);
    const finds = async (viewer: Caller, { username }: Caller) =>
      (await bench().engine.people.list(viewer, { query: username })).users.length;
    expect([await finds(anna, bert), await finds(bert, anna)]).to.deep.equal([0, 0]);
    expect([await finds(carl, anna), await finds(carl, bert)]).to.deep.equal([1, 1]);
  });

  it('made or lifted on another node take hold here at the next sweep, and once', async () => {
    const [anna, bert] = await pair();
    const { channelId } = await bench().engine.channels.withPeer(anna, bert.username);
    expect(await bench().engine.channels.isBlocked(channelId)).to.equal(false);
    const now = new Date();
    const seen = new Map([anna, bert].map(({ id }) => [id, now]));
    await bench().stores.blocks.block(channelId, anna.id, seen);
    await blocks().sweep();
    expect(told().map(({ user }) => user)).to.have.members([anna.id, bert.id]);
    expect(await bench().engine.channels.isBlocked(channelId)).to.equal(true);
    await blocks().sweep();
    expect(told()).to.deep.equal([]);
    await bench().stores.blocks.lift(channelId, anna.id);
    await blocks().sweep();
    expect(told().map(({ user }) => user)).to.have.members([anna.id, bert.id]);
    expect([watches(anna, bert), watches(bert, anna)]).to.deep.equal([true, true]);
    await bench().engine.typing.start(anna, channelId, bert.id);
    await blocks().sweep();
    expect(
      told().map(({ event }) => event),
      'a lifted block ends nothing',
    ).to.deep.equal(['typing']);
  });

  it('are looked for ten seconds further back than the last sweep that went well', async () => {
    const { parts } = bench();
    const sweepBy: Parameters<typeof sweepWindows>[0] = (changedWithin) =>
      createEngine({ ...parts, blocks: { ...parts.blocks, changedWithin } }).blocks.sweep;
    expect(await sweepWindows(sweepBy)).to.deep.equal(expectedWindows);
  });

  it('are refused for nobody, for oneself, and where there are too many', async () => {
    const [anna, bert] = await pair();
    expect(await codeOf(blocks().block(anna, 'nobody-here'))).to.equal('not_found');
    expect(await codeOf(blocks().block(anna, anna.username))).to.equal('invalid_input');
    expect(await codeOf(blocks().lift(anna, 'nobody-here'))).to.equal('not_found');
    const full = async () => Promise.reject(new Refusal('invalid_input', 'Too many.'));
    const { blocks: fullBlocks } = createEngine({
      ...bench().parts,
      blocks: { ...bench().stores.blocks, block: full },
    });
    expect(await codeOf(fullBlocks.block(anna, bert.username))).to.equal('invalid_input');
    expect(told()).to.deep.equal([]);
  });
});
