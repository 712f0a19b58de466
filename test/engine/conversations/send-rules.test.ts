/** Sending: each message is stored once, then pushed to every device of both except the sending one. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import { openDatabase } from '../../../src/storage/database/open-database.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('sending', () => {
  const bench = useEngine();

  async function pair() {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    bench().fanout.take();
    return { anna, bert };
  }

  it('pushes to the peer’s devices and the sender’s other devices, but not to the sending socket', async () => {
    const { anna, bert } = await pair();
    const { message, repeated } = await bench().engine.messages.send(anna, messageTo(bert, 'hi'));
    expect(repeated).to.equal(false);
    expect(message).to.include({ from: anna.username, to: bert.username, body: 'hi', seq: 1 });
    expect(bench().fanout.take()).to.deep.equal([
      { user: bert.id, event: 'chatMessage', payload: message, to: 'devices' },
      { user: anna.id, event: 'chatMessage', payload: message, to: 'devices', except: anna.socketId },
    ]);
  });

  it('pushes to all of the sender’s sockets when the message came over HTTP', async () => {
    const { anna, bert } = await pair();
    const { socketId: _, ...withoutSocket } = anna;
    await bench().engine.messages.send(withoutSocket, messageTo(bert));
    const pushes = bench().fanout.take('chatMessage');
    expect(pushes.map(({ user }) => user)).to.have.members([anna.id, bert.id]);
    expect(pushes.every((push) => !('except' in push))).to.equal(true);
  });

  it('answers a repeat with the stored message, and pushes a recent one again', async () => {
    const { anna, bert } = await pair();
    const sent = messageTo(bert);
    const first = await bench().engine.messages.send(anna, sent);
    await bench().engine.messages.send(bert, messageTo(anna));
    bench().fanout.take();
    const upper = { ...sent, clientId: sent.clientId.toUpperCase(), to: bert.username.toUpperCase() };
    for (const repeat of [sent, upper, sent]) {
      const again = await bench().engine.messages.send(anna, repeat);
      expect(again).to.deep.equal({ message: first.message, repeated: true });
      const pushes = bench().fanout.take('chatMessage');
      expect(pushes.map(({ user, payload }) => [user, payload])).to.deep.equal([
        [bert.id, first.message],
        [anna.id, first.message],
      ]);
    }
  });

  it('pushes no repeat while a block stands', async () => {
    const { anna, bert } = await pair();
    const sent = messageTo(bert);
    await bench().engine.messages.send(anna, sent);
    await bench().engine.blocks.block(bert, anna.username);
    bench().fanout.take();
    expect((await bench().engine.messages.send(anna, sent)).repeated).to.equal(true);
    expect(bench().fanout.take()).to.deep.equal([]);
  });

  it('opens the conversation with the first message, under the id that the empty history showed', async () => {
    const { anna, bert } = await pair();
    const { locate } = bench().stores.conversations;
    const [hers, his] = await Promise.all([
      bench().engine.messages.history(anna, { with: bert.username }),
      bench().engine.messages.history(bert, { with: anna.username, after: 0 }),
    ]);
    const { channelId } = hers;
    for (const page of [hers, his]) {
      expect(page).to.deep.equal({
        channelId,
        messages: [],
        hasMore: false,
        read: { me: 0, peer: 0 },
        delivered: { peer: 0 },
        rev: 0,
      });
    }
    expect(await locate(anna.id, bert.id)).to.deep.equal({ id: channelId, isOpen: false });
    const { message } = await bench().engine.messages.send(bert, messageTo(anna));
    expect(message.channelId).to.equal(channelId);
    expect(await locate(anna.id, bert.id)).to.deep.equal({ id: channelId, isOpen: true });
    expect((await bench().engine.messages.history(anna, { with: bert.username })).messages).to.deep.equal([message]);
  });

  it('refuses a clientId used for another body or peer, stores nothing and pushes nothing', async () => {
    const { anna, bert } = await pair();
    const carl = await bench().join();
    const sent = messageTo(bert, 'first');
    await bench().engine.messages.send(anna, sent);
    bench().fanout.take();
    for (const clash of [
      { ...sent, body: 'first ' },
      { ...sent, to: carl.username },
    ]) {
      expect(await codeOf(bench().engine.messages.send(anna, clash))).to.equal('conflict');
    }
    expect(bench().fanout.take()).to.deep.equal([]);
    expect((await bench().engine.messages.send(anna, sent)).repeated).to.equal(true);
    expect((await bench().engine.messages.history(anna, { with: bert.username })).messages).to.have.length(1);
    expect((await bench().engine.messages.history(anna, { with: carl.username })).messages).to.have.length(0);
  });

  it('shows both the same sender and recipient', async () => {
    const { anna, bert } = await pair();
    const hers = await bench().engine.messages.send(anna, messageTo(bert, 'one'));
    const his = await bench().engine.messages.send(bert, messageTo(anna, 'two'));
    const written = [hers.message, his.message];
    expect(written.map(({ from, to }) => [from, to])).to.deep.equal([
      [anna.username, bert.username],
      [bert.username, anna.username],
    ]);
    for (const [me, peer] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      expect((await bench().engine.messages.history(me, { with: peer.username })).messages).to.deep.equal(written);
    }
  });

  it('queries no messages for a page that must be empty', async () => {
    const { anna, bert } = await pair();
    await bench().engine.messages.send(anna, messageTo(bert));
    const { parts } = bench();
    let ranges = 0;
    const range: typeof parts.messages.range = (...asked) => {
      ranges += 1;
      return parts.messages.range(...asked);
    };
    const { messages } = createEngine({ ...parts, messages: { ...parts.messages, range } });
    expect((await messages.history(anna, { with: bert.username, after: 1 })).messages).to.deep.equal([]);
    expect(ranges).to.equal(0);
    expect((await messages.history(anna, { with: bert.username })).messages).to.have.length(1);
    expect(ranges).to.equal(1);
  });

  it('sends a reply with its quote to all devices, and refuses one to nothing', async () => {
    const { anna, bert } = await pair();
    const { send } = bench().engine.messages;
    expect(await codeOf(send(anna, { ...messageTo(bert), replyTo: 1 }))).to.equal('invalid_input');
    expect((await bench().stores.conversations.locate(anna.id, bert.id)).isOpen).to.equal(false);
    await send(anna, messageTo(bert, 'a question'));
    bench().fanout.take();
    const answer = { ...messageTo(anna, 'an answer'), replyTo: 1 };
    const { message } = await send(bert, answer);
    expect(message.replyTo).to.deep.equal({ seq: 1, from: anna.username, excerpt: 'a question' });
    expect(
      bench()
        .fanout.take('chatMessage')
        .map(({ payload }) => payload),
    ).to.deep.equal([message, message]);
    expect(await send(bert, answer)).to.deep.equal({ message, repeated: true });
    bench().fanout.take();
    for (const replyTo of [3, 2_147_483_647]) {
      expect(await codeOf(send(anna, { ...messageTo(bert), replyTo }))).to.equal('invalid_input');
    }
    expect(bench().fanout.take()).to.deep.equal([]);
    expect((await bench().engine.messages.history(anna, { with: bert.username })).messages.at(-1)).to.deep.equal(
      message,
    );
  });

  it('refuses to send to an unknown name', async () => {
    const { anna } = await pair();
    for (const username of ['nobody-at-all', '', ' ', '%', `${anna.username} `, '__proto__', 'x'.repeat(9_999)]) {
      expect(await codeOf(bench().engine.messages.send(anna, messageTo({ username }))), username).to.equal('not_found');
    }
    expect(bench().fanout.take()).to.deep.equal([]);
  });

  it('finds a peer who registers after a failed look-up', async () => {
    const { anna } = await pair();
    const username = `late-${randomUUID().slice(0, 8)}`;
    expect(await codeOf(bench().engine.messages.send(anna, messageTo({ username })))).to.equal('not_found');
    await bench().engine.accounts.register({ username, password: 'a late but good one' });
    expect(await codeOf(bench().engine.messages.send(anna, messageTo({ username })))).to.equal('accepted');
  });

  it('refuses a message whose session has ended meanwhile, and pushes nothing', async () => {
    const { anna, bert } = await pair();
    await bench().stores.sessions.end(anna.sessionId); // This node has not heard of it.
    expect(await codeOf(bench().engine.messages.send(anna, messageTo(bert)))).to.equal('unauthorized');
    expect(bench().fanout.take()).to.deep.equal([]);
  });

  it('keeps the order of concurrent messages of one caller, in the rows and in the pushes', async () => {
    const { anna, bert } = await pair();
    const bodies = Array.from({ length: 50 }, (_, index) => `m${index}`);
    await Promise.all(bodies.map((body) => bench().engine.messages.send(anna, messageTo(bert, body))));
    const { messages } = await bench().engine.messages.history(bert, { with: anna.username, limit: 100 });
    expect(messages.map(({ body }) => body)).to.deep.equal(bodies);
    const received = bench()
      .fanout.take('chatMessage')
      .filter(({ user }) => user === bert.id);
    expect(received.map(({ payload }) => payload.seq)).to.deep.equal(bodies.map((_, index) => index + 1));
  });

  it('pushes nothing, and does not end typing, when the commit fails', async () => {
    const { anna, bert } = await pair();
    await bench().engine.typing.start(anna, await bench().engine.conversationGate.find(anna, { peer: bert.username }));
    bench().fanout.take();
    const { client } = await openDatabase(null, bench().dataDir);
    // The last statement of the transaction fails, so the statements before it are rolled back.
    await client.$executeRawUnsafe(
      "CREATE TRIGGER doom BEFORE UPDATE OF lastSeq ON Channel BEGIN SELECT RAISE(ABORT, 'doomed'); END",
    );
    const sending = bench().engine.messages.send(anna, messageTo(bert));
    expect(await sending.then(() => 'sent').catch(() => 'failed')).to.equal('failed');
    await client.$executeRawUnsafe('DROP TRIGGER doom');
    await client.$disconnect();
    expect(bench().fanout.take()).to.deep.equal([]);
    expect((await bench().engine.messages.history(anna, { with: bert.username })).messages).to.deep.equal([]);
    const { message } = (await bench().engine.messages.send(anna, messageTo(bert))) ?? {};
    expect(message.seq).to.equal(1);
  });
});
