/** Blocks: no messages between the two, each sees the other as offline, and only the blocker sees the block. */

import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';
import { expectedWindows, pollWindows } from '../poll-windows.ts';

type Joined = Caller & { socketId: string };

describe('createBlocks', () => {
  const bench = useEngine();
  const blocks = () => bench().engine.blocks;

  /** Two users that are online and watch each other. */
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
    bench().engine.presence.arrive({
      ...caller,
      displayName: caller.username,
      lastSeenAt: null,
      avatarId: null,
      status: null,
    });
  const watches = (one: Caller, other: Caller) => bench().fanout.watching.get(one.id)?.has(other.id);
  /** The pushes, by receiver and by the user that they are about. */
  const pushed = () =>
    bench()
      .fanout.take()
      .map(({ user, event, payload, to }) => {
        if (event !== 'updateUsers') return { user, event, payload, to };
        const users = (payload as { users: { username: string; online: boolean }[] }).users;
        return { user, event, to, users: users.map(({ username, online }) => [username, online]) };
      });
  /** The conversation as the first one sees it, and as the other one does. */
  const viewsOf = (one: Caller, other: Caller) => {
    const { find } = bench().engine.conversationGate;
    return Promise.all([find(one, { peer: other.username }), find(other, { peer: one.username })]);
  };
  const snapshot = (viewer: Caller, { id }: Caller) => bench().engine.presence.snapshot(viewer.id, [id]);

  it('pushes the block to the blocker’s devices and shows each the other as offline', async () => {
    const [anna, bert] = await pair();
    await blocks().block(anna, bert.username.toUpperCase());
    expect(pushed()).to.have.deep.members([
      { user: anna.id, event: 'blocked', payload: { username: bert.username, blocked: true }, to: 'devices' },
      { user: anna.id, event: 'updateUsers', to: 'sockets', users: [[bert.username, false]] },
      { user: bert.id, event: 'updateUsers', to: 'sockets', users: [[anna.username, false]] },
    ]);
    expect([watches(anna, bert), watches(bert, anna)]).to.deep.equal([false, false]);
    const [seen] = await snapshot(bert, anna);
    expect(Date.parse(seen?.lastSeenAt ?? '')).to.be.closeTo(Date.now(), 60_000);
  });

  it('keeps the last-seen time of an offline user and pushes nothing of it', async () => {
    const [anna, bert] = await pair();
    await bench().engine.presence.leave(bert);
    const [before] = await snapshot(anna, bert);
    bench().fanout.take();
    await blocks().block(anna, bert.username);
    expect(pushed().filter(({ event, user }) => event === 'updateUsers' && user === anna.id)).to.deep.equal([]);
    await arrive(bert);
    const [after] = await snapshot(anna, bert);
    expect(after).to.deep.equal(before);
  });

  it('ends typing of both, and rejects typing and messages of both', async () => {
    const [anna, bert] = await pair();
    const [toBert, toAnna] = await viewsOf(anna, bert);
    const { typing } = bench().engine;
    await Promise.all([typing.start(anna, toBert), typing.start(bert, toAnna)]);
    bench().fanout.take();
    await blocks().block(anna, bert.username);
    const over = pushed().filter(({ event }) => event === 'doneTyping');
    expect(over.map(({ user }) => user)).to.have.members([anna.id, bert.id]);
    await typing.start(bert, toAnna);
    expect(pushed()).to.deep.equal([]);
    for (const [from, to] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      expect(await codeOf(bench().engine.messages.send(from, messageTo(to)))).to.equal('forbidden');
    }
  });

  it('lists the blocked users to the blocker by username, as the blocker sees them', async () => {
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

  it('pushes nothing when a block is set or lifted again', async () => {
    const [anna, bert] = await pair();
    await blocks().lift(anna, bert.username);
    expect(pushed()).to.deep.equal([]);
    await blocks().block(anna, bert.username);
    bench().fanout.take();
    await blocks().block(anna, bert.username);
    expect(pushed()).to.deep.equal([]);
    await blocks().lift(bert, anna.username);
    expect(pushed(), 'the peer’s block').to.deep.equal([]);
    expect(await blocks().list(anna)).to.have.length(1);
  });

  it('lifts a block only for its blocker', async () => {
    const [anna, bert] = await pair();
    const [carl, dora] = await pair();
    for (const { username } of [bert, carl]) await blocks().block(anna, username);
    await blocks().block(dora, anna.username);
    bench().fanout.take();
    await blocks().lift(anna, dora.username);
    expect(pushed()).to.deep.equal([]);
    await blocks().lift(anna, carl.username);
    expect((await blocks().list(anna)).map(({ username }) => username)).to.deep.equal([bert.username]);
    expect((await blocks().list(dora)).map(({ username }) => username)).to.deep.equal([anna.username]);
  });

  it('keeps the conversation visible to both, with the peer offline and the receipts frozen', async () => {
    const [anna, bert] = await pair();
    const { messages, receipts, conversations } = bench().engine;
    await messages.send(anna, messageTo(bert));
    await blocks().block(anna, bert.username);
    bench().fanout.take();
    await receipts.read(bert, { with: anna.username, seq: 1 });
    expect(pushed().map(({ user, event }) => [user, event])).to.deep.equal([[bert.id, 'read']]);
    for (const [me, peer] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      const [conversation] = (await conversations.list(me, {})).conversations;
      expect(conversation?.peer).to.include({ username: peer.username, online: false });
      expect(Date.parse(conversation?.peer?.lastSeenAt ?? ''), 'the time of the block').to.be.closeTo(
        Date.now(),
        60_000,
      );
      expect(conversation?.read).to.deep.equal({ me: me === bert ? 1 : 0, peer: 0 });
    }
  });

  it('restores presence, receipts and messages when it is lifted', async () => {
    const [anna, bert] = await pair();
    await blocks().block(anna, bert.username);
    bench().fanout.take();
    await blocks().lift(anna, bert.username);
    expect(pushed()).to.have.deep.members([
      { user: anna.id, event: 'blocked', payload: { username: bert.username, blocked: false }, to: 'devices' },
      { user: anna.id, event: 'updateUsers', to: 'sockets', users: [[bert.username, true]] },
      { user: bert.id, event: 'updateUsers', to: 'sockets', users: [[anna.username, true]] },
    ]);
    expect([watches(anna, bert), watches(bert, anna)]).to.deep.equal([true, true]);
    const [, toAnna] = await viewsOf(anna, bert);
    await bench().engine.typing.start(bert, toAnna);
    expect(pushed().map(({ event }) => event)).to.deep.equal(['typing']);
    expect(await codeOf(bench().engine.messages.send(bert, messageTo(anna)))).to.equal('accepted');
  });

  it('keeps the pair blocked while the peer’s block stands', async () => {
    const [anna, bert] = await pair();
    await blocks().block(anna, bert.username);
    await blocks().block(bert, anna.username);
    bench().fanout.take();
    await blocks().lift(anna, bert.username);
    expect(pushed()).to.deep.equal([
      { user: anna.id, event: 'blocked', payload: { username: bert.username, blocked: false }, to: 'devices' },
    ]);
    expect([watches(anna, bert), watches(bert, anna)]).to.deep.equal([false, false]);
    expect(await codeOf(bench().engine.messages.send(anna, messageTo(bert)))).to.equal('forbidden');
  });

  it('hides each from the search of the other only', async () => {
    const [anna, bert] = await pair();
    const carl = await bench().join();
    await blocks().block(anna, bert.username);
    const finds = async (viewer: Caller, { username }: Caller) =>
      (await bench().engine.people.list(viewer, { query: username })).users.length;
    expect([await finds(anna, bert), await finds(bert, anna)]).to.deep.equal([0, 0]);
    expect([await finds(carl, anna), await finds(carl, bert)]).to.deep.equal([1, 1]);
  });

  it('applies a change of another node at the next poll, once', async () => {
    const [anna, bert] = await pair();
    const toBert = await bench().engine.conversationGate.open(anna, { peer: bert.username });
    const { channelId } = toBert;
    expect(await bench().engine.conversationGate.isBlocked(channelId)).to.equal(false);
    const now = new Date();
    const seen = new Map([anna, bert].map(({ id }) => [id, now]));
    await bench().stores.blocks.block(channelId, anna.id, seen);
    await blocks().poll();
    expect(pushed().map(({ user }) => user)).to.have.members([anna.id, bert.id]);
    expect(await bench().engine.conversationGate.isBlocked(channelId)).to.equal(true);
    await blocks().poll();
    expect(pushed()).to.deep.equal([]);
    await bench().stores.blocks.lift(channelId, anna.id);
    await blocks().poll();
    expect(pushed().map(({ user }) => user)).to.have.members([anna.id, bert.id]);
    expect([watches(anna, bert), watches(bert, anna)]).to.deep.equal([true, true]);
    await bench().engine.typing.start(anna, toBert);
    await blocks().poll();
    expect(
      pushed().map(({ event }) => event),
      'a lifted block ends nothing',
    ).to.deep.equal(['typing']);
  });

  it('polls ten seconds further back than the last successful poll', async () => {
    const { parts } = bench();
    const createPoll: Parameters<typeof pollWindows>[0] = (changedWithin) =>
      createEngine({ ...parts, blocks: { ...parts.blocks, changedWithin } }).blocks.poll;
    expect(await pollWindows(createPoll)).to.deep.equal(expectedWindows);
  });

  it('rejects an unknown user, the caller itself, and too many blocks', async () => {
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
    expect(pushed()).to.deep.equal([]);
  });
});
