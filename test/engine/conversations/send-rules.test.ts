/** What sending promises: one message, told to every device of both but the sending one, and only once it is stored. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import { openDatabase } from '../../../src/storage/database/open-database.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { draftTo, useEngine } from '../engine-bench.ts';

describe('sending', () => {
  const bench = useEngine();

  async function pair() {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    bench().fanout.take();
    return { anna, bert };
  }

  it('tells the peer’s devices and the sender’s other devices, and not the sending socket', async () => {
    const { anna, bert } = await pair();
    const { message, repeated } = await bench().engine.messages.send(anna, draftTo(bert, 'hi'));
    expect(repeated).to.equal(false);
    expect(message).to.include({ from: anna.username, to: bert.username, body: 'hi', seq: 1 });
    expect(bench().fanout.take()).to.deep.equal([
      { user: bert.id, event: 'chatMessage', payload: message, to: 'devices' },
      { user: anna.id, event: 'chatMessage', payload: message, to: 'devices', except: anna.socketId },
    ]);
  });

  it('tells all of the sender’s sockets when the message came over HTTP', async () => {
    const { anna, bert } = await pair();
    const { socketId: _, ...withoutSocket } = anna;
    await bench().engine.messages.send(withoutSocket, draftTo(bert));
    const pushes = bench().fanout.take('chatMessage');
    expect(pushes.map(({ user }) => user)).to.have.members([anna.id, bert.id]);
    expect(pushes.every((push) => !('except' in push))).to.equal(true);
  });

  it('answers a repeat with the stored message, for ever, and tells nobody', async () => {
    const { anna, bert } = await pair();
    const draft = draftTo(bert);
    const first = await bench().engine.messages.send(anna, draft);
    await bench().engine.messages.send(bert, draftTo(anna));
    bench().fanout.take();
    const upper = { ...draft, clientId: draft.clientId.toUpperCase(), to: bert.username.toUpperCase() };
    for (const repeat of [draft, upper, draft]) {
      const again = await bench().engine.messages.send(anna, repeat);
      expect(again).to.deep.equal({ message: first.message, repeated: true });
    }
    expect(bench().fanout.take()).to.deep.equal([]);
  });

  it('refuses a clientId used for another body or another peer, stores nothing and tells nobody', async () => {
    const { anna, bert } = await pair();
    const carl = await bench().join();
    const draft = draftTo(bert, 'first');
    await bench().engine.messages.send(anna, draft);
    bench().fanout.take();
    for (const clash of [
      { ...draft, body: 'first ' },
      { ...draft, to: carl.username },
    ]) {
      expect(await codeOf(bench().engine.messages.send(anna, clash))).to.equal('conflict');
    }
    expect((await bench().engine.messages.send(anna, draft)).repeated).to.equal(true);
    expect(bench().fanout.take()).to.deep.equal([]);
    expect((await bench().engine.messages.history(anna, bert.username, {})).messages).to.have.length(1);
    expect((await bench().engine.messages.history(anna, carl.username, {})).messages).to.have.length(0);
  });

  it('is read the same by both: who wrote to whom', async () => {
    const { anna, bert } = await pair();
    const hers = await bench().engine.messages.send(anna, draftTo(bert, 'one'));
    const his = await bench().engine.messages.send(bert, draftTo(anna, 'two'));
    const written = [hers.message, his.message];
    expect(written.map(({ from, to }) => [from, to])).to.deep.equal([
      [anna.username, bert.username],
      [bert.username, anna.username],
    ]);
    for (const [me, peer] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      expect((await bench().engine.messages.history(me, peer.username, {})).messages).to.deep.equal(written);
    }
  });

  it('asks for no messages where there can be none', async () => {
    const { anna, bert } = await pair();
    await bench().engine.messages.send(anna, draftTo(bert));
    const { parts } = bench();
    let ranges = 0;
    const range: typeof parts.messages.range = (...asked) => {
      ranges += 1;
      return parts.messages.range(...asked);
    };
    const { messages } = createEngine({ ...parts, messages: { ...parts.messages, range } });
    expect((await messages.history(anna, bert.username, { after: 1 })).messages).to.deep.equal([]);
    expect(ranges).to.equal(0);
    expect((await messages.history(anna, bert.username, {})).messages).to.have.length(1);
    expect(ranges).to.equal(1);
  });

  it('refuses to write to oneself and to nobody', async () => {
    const { anna } = await pair();
    const self = { username: anna.username.toUpperCase() };
    expect(await codeOf(bench().engine.messages.send(anna, draftTo(self)))).to.equal('invalid_input');
    for (const username of ['nobody-at-all', '', ' ', '%', `${anna.username} `, '__proto__', 'x'.repeat(9_999)]) {
      expect(await codeOf(bench().engine.messages.send(anna, draftTo({ username }))), username).to.equal('not_found');
    }
    expect(bench().fanout.take()).to.deep.equal([]);
  });

  it('finds a peer who registers after he was first looked for', async () => {
    const { anna } = await pair();
    const username = `late-${randomUUID().slice(0, 8)}`;
    expect(await codeOf(bench().engine.messages.send(anna, draftTo({ username })))).to.equal('not_found');
    await bench().engine.accounts.register({ username, password: 'a late but good one' });
    expect(await codeOf(bench().engine.messages.send(anna, draftTo({ username })))).to.equal('accepted');
  });

  it('refuses what is sent by a session that has ended meanwhile, and tells nobody', async () => {
    const { anna, bert } = await pair();
    await bench().stores.sessions.end(anna.sessionId); // No word of it has reached this node.
    expect(await codeOf(bench().engine.messages.send(anna, draftTo(bert)))).to.equal('unauthorized');
    expect(bench().fanout.take()).to.deep.equal([]);
  });

  it('keeps the order in which one caller sends at once, in the rows and in the pushes', async () => {
    const { anna, bert } = await pair();
    const bodies = Array.from({ length: 50 }, (_, index) => `m${index}`);
    await Promise.all(bodies.map((body) => bench().engine.messages.send(anna, draftTo(bert, body))));
    const { messages } = await bench().engine.messages.history(bert, anna.username, { limit: 100 });
    expect(messages.map(({ body }) => body)).to.deep.equal(bodies);
    const heard = bench()
      .fanout.take('chatMessage')
      .filter(({ user }) => user === bert.id);
    expect(heard.map(({ payload }) => payload.seq)).to.deep.equal(bodies.map((_, index) => index + 1));
  });

  it('tells nobody, and goes on typing, when the message does not get through to the commit', async () => {
    const { anna, bert } = await pair();
    const { channelId } = await bench().engine.channels.withPeer(anna, bert.username);
    await bench().engine.typing.start(anna, channelId, bert.id);
    bench().fanout.take();
    const { client } = await openDatabase(null, bench().dataDir);
    // The last statement of the transaction fails: all that came before it is undone.
    await client.$executeRawUnsafe(
      "CREATE TRIGGER doom BEFORE UPDATE OF lastSeq ON Channel BEGIN SELECT RAISE(ABORT, 'doomed'); END",
    );
    const sending = bench().engine.messages.send(anna, draftTo(bert));
    expect(await sending.then(() => 'sent').catch(() => 'failed')).to.equal('failed');
    await client.$executeRawUnsafe('DROP TRIGGER doom');
    await client.$disconnect();
    expect(bench().fanout.take()).to.deep.equal([]);
    expect((await bench().engine.messages.history(anna, bert.username, {})).messages).to.deep.equal([]);
    const { message } = (await bench().engine.messages.send(anna, draftTo(bert))) ?? {};
    expect(message.seq).to.equal(1);
  });
});
