/** Changes in the engine: who may change what, who is told, and what a device that was away gets. */
import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { ChangeStore } from '../../../src/engine/ports/change-port.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('changes', () => {
  const bench = useEngine();

  async function pair(count = 3) {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const sent = Array.from({ length: count }, (_, index) => messageTo(bert, `m${index + 1}`));
    for (const message of sent) await bench().engine.messages.send(anna, message);
    bench().fanout.take();
    return { anna, bert, sent };
  }

  const changes = () => bench().engine.changes;
  const edit = (me: Caller, { username }: Caller, seq: number, body: string) =>
    changes().edit(me, { with: username, seq, body });
  const remove = (me: Caller, { username }: Caller, seq: number) => changes().remove(me, { with: username, seq });
  const history = (me: Caller, peer: Caller) => bench().engine.messages.history(me, { with: peer.username });

  it('shows an edit to both in history and list, and pushes it to all devices except the asking socket', async () => {
    const { anna, bert } = await pair();
    const { message } = await edit(anna, bert, 3, 'new');
    expect(message).to.include({ seq: 3, body: 'new', rev: 1, from: anna.username, to: bert.username });
    expect(message.editedAt).to.be.a('string');
    expect(bench().fanout.take()).to.deep.equal([
      { user: bert.id, event: 'messageChanged', payload: message, to: 'devices' },
      { user: anna.id, event: 'messageChanged', payload: message, to: 'devices', except: anna.socketId },
    ]);
    for (const [me, peer] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      const page = await history(me, peer);
      expect([page.rev, page.messages.at(-1)]).to.deep.equal([1, message]);
      const { conversations } = await bench().engine.conversations.list(me, {});
      expect([conversations[0]?.rev, conversations[0]?.lastMessage]).to.deep.equal([1, message]);
    }
  });

  it('leaves every field of a change away from a message that has not changed', async () => {
    const { anna, bert } = await pair();
    await edit(anna, bert, 1, 'new');
    const [, second] = (await history(bert, anna)).messages;
    expect(second).to.have.all.keys('channelId', 'seq', 'from', 'to', 'body', 'clientId', 'sentAt');
  });

  it('empties a deleted message for ever, and deletes it once', async () => {
    const { anna, bert } = await pair();
    const { message } = await remove(anna, bert, 2);
    expect(message).to.include({ seq: 2, body: '', rev: 1 });
    expect(message.deletedAt).to.be.a('string');
    bench().fanout.take();
    expect(await remove(anna, bert, 2)).to.deep.equal({ message });
    expect(await codeOf(edit(anna, bert, 2, 'again'))).to.equal('conflict');
    expect(bench().fanout.take()).to.deep.equal([]);
    expect((await history(bert, anna)).rev).to.equal(1);
  });

  it('changes nothing and tells nobody when the body is the same', async () => {
    const { anna, bert } = await pair();
    const { message } = await edit(anna, bert, 1, 'm1');
    expect(message).to.not.have.any.keys('rev', 'editedAt');
    expect(bench().fanout.take()).to.deep.equal([]);
    const first = await edit(anna, bert, 1, 'new');
    bench().fanout.take();
    expect(await edit(anna, bert, 1, 'new')).to.deep.equal(first);
    expect(bench().fanout.take()).to.deep.equal([]);
  });

  it('refuses messages of the peer, of others, and that do not exist, and tells nobody', async () => {
    const { anna, bert } = await pair();
    const carl = await bench().join();
    bench().fanout.take();
    const refusals: [() => Promise<unknown>, string][] = [
      [() => edit(bert, anna, 1, 'x'), 'forbidden'],
      [() => remove(bert, anna, 1), 'forbidden'],
      [() => edit(anna, bert, 4, 'x'), 'not_found'],
      [() => remove(anna, bert, 2_147_483_647), 'not_found'],
      [() => edit(carl, anna, 1, 'x'), 'not_found'],
      [() => remove(carl, bert, 1), 'not_found'],
      [() => remove(anna, { ...bert, username: 'nobody-at-all' }, 1), 'not_found'],
      [() => bench().engine.changeFeed.versions(carl, { with: anna.username, seq: 1 }), 'not_found'],
      [() => bench().engine.changeFeed.versions(anna, { with: bert.username, seq: 9 }), 'not_found'],
    ];
    for (const [index, [work, code]] of refusals.entries()) expect(await codeOf(work()), `${index}`).to.equal(code);
    expect(bench().fanout.take()).to.deep.equal([]);
    expect((await history(anna, bert)).rev).to.equal(0);
  });

  it('lets an ended session change nothing', async () => {
    const { anna, bert } = await pair();
    await bench().stores.sessions.end(anna.sessionId); // This node has not heard of it.
    expect(await codeOf(edit(anna, bert, 1, 'x'))).to.equal('unauthorized');
    expect(await codeOf(remove(anna, bert, 1))).to.equal('unauthorized');
    expect((await history(bert, anna)).rev).to.equal(0);
  });

  it('lets both delete their own messages while a block stands, and edit none', async () => {
    const { anna, bert } = await pair();
    await bench().engine.blocks.block(bert, anna.username);
    bench().fanout.take();
    expect(await codeOf(edit(anna, bert, 1, 'x'))).to.equal('forbidden');
    expect(bench().fanout.take()).to.deep.equal([]);
    expect((await remove(anna, bert, 1)).message.body).to.equal('');
    expect(bench().fanout.take('messageChanged')).to.have.length(2);
  });

  it('lets a user delete own messages to a deleted account, and edit none', async () => {
    const { anna, bert } = await pair();
    const proof = await bench().stores.versions.proofOf(bert.id);
    await bench().stores.credentials.erase(proof!, { displayName: 'Gone', nameKey: 'gone' });
    expect(await codeOf(edit(anna, bert, 1, 'x'))).to.equal('not_found');
    expect((await remove(anna, bert, 1)).message.body).to.equal('');
  });

  it('answers the changes after a revision in pages, each message as it is now', async () => {
    const { anna, bert } = await pair(5);
    for (const seq of [1, 2, 3, 4]) await edit(anna, bert, seq, `edited ${seq}`);
    await edit(anna, bert, 1, 'edited again');
    await remove(anna, bert, 3);
    const page = (after: number, limit?: number) =>
      bench().engine.changeFeed.list(bert, { with: anna.username, after, ...(limit === undefined ? {} : { limit }) });
    const short = async (after: number, limit?: number) => {
      const { messages, rev, hasMore } = await page(after, limit);
      return [messages.map(({ seq, rev: of }) => [seq, of]), rev, hasMore];
    };
    expect(await short(0)).to.deep.equal([
      [
        [2, 2],
        [4, 4],
        [1, 5],
        [3, 6],
      ],
      6,
      false,
    ]);
    expect(await short(0, 2)).to.deep.equal([
      [
        [2, 2],
        [4, 4],
      ],
      6,
      true,
    ]);
    expect(await short(4, 2)).to.deep.equal([
      [
        [1, 5],
        [3, 6],
      ],
      6,
      false,
    ]);
    expect(await short(6)).to.deep.equal([[], 6, false]);
    expect((await page(0)).messages).to.deep.equal(
      (await history(bert, anna)).messages.filter(({ rev }) => rev).sort((a, b) => (a.rev ?? 0) - (b.rev ?? 0)),
    );
    expect(await codeOf(page(7))).to.equal('invalid_input');
  });

  it('answers no changes of a conversation without messages', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const none = { messages: [], rev: 0, hasMore: false };
    expect(await bench().engine.changeFeed.list(anna, { with: bert.username, after: 0 })).to.deep.equal(none);
  });

  it('answers the versions to both, and those that fit one page only', async () => {
    const { anna, bert } = await pair();
    await edit(anna, bert, 1, 'second');
    await edit(anna, bert, 1, 'third');
    for (const [me, peer] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      const { versions } = await bench().engine.changeFeed.versions(me, { with: peer.username, seq: 1 });
      expect(versions.map(({ body }) => body)).to.deep.equal(['m1', 'second', 'third']);
    }
    for (let index = 0; index < 8; index += 1) await edit(anna, bert, 2, `${index}${'😀'.repeat(3_900)}`);
    const { versions } = await bench().engine.changeFeed.versions(bert, { with: anna.username, seq: 2 });
    expect(versions.map(({ body }) => body[0])).to.deep.equal(['4', '5', '6', '7']);
  });

  it('answers the repeat of a message with the message as it is now', async () => {
    const { anna, bert, sent } = await pair();
    const edited = await edit(anna, bert, 1, 'new');
    expect(await bench().engine.messages.send(anna, sent[0]!)).to.deep.equal({ ...edited, repeated: true });
    const deleted = await remove(anna, bert, 1);
    expect(await bench().engine.messages.send(anna, sent[0]!)).to.deep.equal({ ...deleted, repeated: true });
  });

  it('lets both react to and pin any message, and names the users', async () => {
    const { anna, bert } = await pair();
    const react = (me: Caller, { username }: Caller, emoji: string, on = true) =>
      changes().react(me, { with: username, seq: 1, emoji, on });
    await react(anna, bert, '👍');
    await react(bert, anna, '❤️');
    await react(bert, anna, '👍');
    bench().fanout.take();
    const { message } = await changes().pin(bert, { with: anna.username, seq: 1, on: true });
    expect(message.reactions).to.deep.equal([
      { emoji: '👍', by: [anna.username, bert.username] },
      { emoji: '❤️', by: [bert.username] },
    ]);
    expect(message.pinned?.by).to.equal(bert.username);
    expect(
      bench()
        .fanout.take()
        .map(({ event, user, except }) => [event, user, except]),
    ).to.deep.equal([
      ['messageChanged', anna.id, undefined],
      ['messageChanged', bert.id, bert.socketId],
    ]);
    await react(anna, bert, '👍', false);
    await react(bert, anna, '❤️', false);
    await react(bert, anna, '👍', false);
    const last = await changes().pin(anna, { with: bert.username, seq: 1, on: false });
    expect(last.message).to.not.have.any.keys('reactions', 'pinned');
    expect(last.message.rev).to.equal(8);
  });

  it('lets nobody react or pin while a block stands', async () => {
    const { anna, bert } = await pair();
    await bench().engine.blocks.block(bert, anna.username);
    for (const [me, peer] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      const place = { with: peer.username, seq: 1, on: true };
      expect(await codeOf(changes().react(me, { ...place, emoji: '👍' }))).to.equal('forbidden');
      expect(await codeOf(changes().pin(me, place))).to.equal('forbidden');
    }
  });

  it('pushes a change that is committed after its caller was told unavailable, also to the asking socket', async () => {
    const { anna, bert } = await pair();
    const { store, release } = withLateAnswer(bench().stores.changes);
    const engine = createEngine({ ...bench().parts, changes: store });
    expect(await codeOf(engine.changes.edit(anna, { with: bert.username, seq: 1, body: 'late' }))).to.equal(
      'unavailable',
    );
    await release();
    const pushes = bench().fanout.take('messageChanged');
    expect(pushes.map(({ user, payload, except }) => [user, payload.body, except])).to.deep.equal([
      [bert.id, 'late', undefined],
      [anna.id, 'late', undefined],
    ]);
  });

  it('pushes the repeat of a change that was stored while its answer was lost', async () => {
    const { anna, bert } = await pair();
    const { changes: whole } = bench().stores;
    let isBroken = true;
    const change: ChangeStore['change'] = async (target, rule) => {
      const answer = await whole.change(target, rule, () => {});
      if (isBroken) throw new Refusal('unavailable', 'The answer was lost.');
      return answer;
    };
    const engine = createEngine({ ...bench().parts, changes: { ...whole, change } });
    const editing = () => engine.changes.edit(anna, { with: bert.username, seq: 1, body: 'kept' });
    expect(await codeOf(editing())).to.equal('unavailable');
    isBroken = false;
    const { message } = await editing();
    expect(
      bench()
        .fanout.take('messageChanged')
        .map(({ payload }) => payload),
    ).to.deep.equal([message, message]);
  });

  it('pushes what another node stored when the change is repeated here, once', async () => {
    const { anna, bert } = await pair();
    const { message } = await edit(anna, bert, 1, 'kept');
    bench().fanout.take();
    const other = createEngine(bench().parts);
    const repeat = () => other.changes.edit(anna, { with: bert.username, seq: 1, body: 'kept' });
    expect(await repeat()).to.deep.equal({ message });
    await repeat();
    const pushes = bench().fanout.take('messageChanged');
    expect(pushes.map(({ payload }) => payload)).to.deep.equal([message, message]);
  });

  it('pushes no repeat while a block stands, and none of a message that never changed', async () => {
    const { anna, bert } = await pair();
    await remove(anna, bert, 1);
    await bench().engine.blocks.block(bert, anna.username);
    bench().fanout.take();
    const other = createEngine(bench().parts);
    await other.changes.remove(anna, { with: bert.username, seq: 1 });
    await bench().engine.blocks.lift(bert, anna.username);
    bench().fanout.take();
    await other.changes.react(anna, { with: bert.username, seq: 2, emoji: '👍', on: false });
    expect(bench().fanout.take()).to.deep.equal([]);
  });

  it('does not push a repeat five minutes after the last change of the conversation', async () => {
    const { anna, bert } = await pair();
    await edit(anna, bert, 1, 'kept');
    bench().fanout.take();
    const { changes: whole } = bench().stores;
    const change: ChangeStore['change'] = async (...args) => ({ ...(await whole.change(...args)), idleMs: 5 * 60_000 });
    const engine = createEngine({ ...bench().parts, changes: { ...whole, change } });
    await engine.changes.edit(anna, { with: bert.username, seq: 1, body: 'kept' });
    expect(bench().fanout.take()).to.deep.equal([]);
  });
});

/** The store, whose first change is refused as `unavailable` and made when it is released. */
function withLateAnswer(whole: ChangeStore): { store: ChangeStore; release(): Promise<void> } {
  let release = async () => {};
  const change: ChangeStore['change'] = (target, rule, onChanged) => {
    release = async () => void (await whole.change(target, rule, onChanged));
    return Promise.reject(new Refusal('unavailable', 'This takes too long.'));
  };
  return { store: { ...whole, change }, release: () => release() };
}
