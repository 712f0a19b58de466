/** Notes to oneself: a conversation of one, with messages and changes, and without unread messages, typing and receipts. */
import { expect } from 'chai';
import { openDatabase } from '../../../src/storage/database/open-database.ts';
import { fsck } from '../../../src/storage/fsck/fsck.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('notes to oneself', () => {
  const bench = useEngine();

  async function scene() {
    const anna = await bench().join();
    const { message } = await bench().engine.messages.send(anna, messageTo(anna, 'a note'));
    return { anna, message, place: { with: anna.username, seq: 1 } };
  }

  it('sends and reads notes, and pushes each once to every other device', async () => {
    const { anna, message } = await scene();
    expect(message).to.include({ seq: 1, from: anna.username, to: anna.username, body: 'a note' });
    expect(bench().fanout.take('chatMessage')).to.deep.equal([
      { user: anna.id, event: 'chatMessage', payload: message, to: 'devices', except: anna.socketId },
    ]);
    const page = await bench().engine.messages.history(anna, { with: anna.username.toUpperCase() });
    expect(page).to.deep.include({ messages: [message], hasMore: false, read: { me: 1, peer: 1 } });
  });

  it('lists the notes once among the other conversations, in pages of any size, and never as unread', async () => {
    const { anna } = await scene();
    for (let index = 0; index < 4; index += 1) {
      await bench().engine.messages.send(await bench().join(), messageTo(anna));
      await bench().engine.messages.send(anna, messageTo(anna, `${index}`));
    }
    const { list } = bench().engine.conversations;
    const { conversations } = await list(anna, { limit: 100 });
    expect(conversations).to.have.length(5);
    const notes = conversations.filter(({ peer }) => peer?.username === anna.username);
    expect(notes).to.have.length(1);
    expect(notes[0]).to.include({ unread: 0, rev: 0 });
    for (const limit of [1, 2, 3]) {
      const paged: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await list(anna, { limit, ...(cursor ? { cursor } : {}) });
        paged.push(...page.conversations.map(({ channelId }) => channelId));
        cursor = page.next;
      }
      expect(paged).to.deep.equal(conversations.map(({ channelId }) => channelId));
    }
  });

  it('lets notes be edited, pinned, answered, reacted to and deleted', async () => {
    const { anna, place } = await scene();
    const { changes, messages, changeFeed } = bench().engine;
    bench().fanout.take();
    await changes.edit(anna, { ...place, body: 'edited' });
    await changes.react(anna, { ...place, emoji: '👍', on: true });
    const { message } = await changes.pin(anna, { ...place, on: true });
    expect(bench().fanout.take('messageChanged')).to.have.length(3);
    expect(message).to.deep.include({ reactions: [{ emoji: '👍', by: [anna.username] }], body: 'edited', rev: 3 });
    const reply = await messages.send(anna, { ...messageTo(anna), replyTo: 1 });
    expect(reply.message.replyTo).to.deep.equal({ seq: 1, from: anna.username, excerpt: 'edited' });
    await changes.remove(anna, place);
    expect(await changeFeed.list(anna, { with: anna.username, after: 0 })).to.deep.include({ rev: 4, hasMore: false });
  });

  it('knows no typing and no receipts, and no block of oneself', async () => {
    const { anna, message, place } = await scene();
    const { engine, fanout } = bench();
    fanout.take();
    expect(await engine.receipts.read(anna, { with: anna.username, seq: 9 })).to.equal(1);
    expect(await engine.receipts.delivered(anna, place)).to.equal(1);
    await engine.typing.start(anna, await engine.conversationGate.find(anna, { peer: anna.username }));
    await engine.typing.done(anna, await engine.conversationGate.find(anna, { peer: anna.username }));
    expect(fanout.take()).to.deep.equal([]);
    const none = { sentAt: message.sentAt, deliveredAt: null, readAt: null };
    expect(await engine.messageInfo(anna, place)).to.deep.equal(none);
    expect(await codeOf(engine.blocks.block(anna, anna.username))).to.equal('invalid_input');
    expect(await codeOf(engine.blocks.lift(anna, anna.username))).to.equal('invalid_input');
  });

  it('shows the notes to no other user', async () => {
    const { anna, place } = await scene();
    const bert = await bench().join();
    expect((await bench().engine.messages.history(bert, { with: anna.username })).messages).to.deep.equal([]);
    expect(await codeOf(bench().engine.changeFeed.versions(bert, place))).to.equal('not_found');
  });

  it('erases the notes with the account, and leaves a database without faults', async () => {
    const { anna, message, place } = await scene();
    await bench().engine.changes.edit(anna, { ...place, body: 'edited' });
    const options = { databaseUrl: null, dataDir: bench().dataDir, repair: false, onProgress: () => {} };
    expect((await fsck(options)).faults).to.deep.equal([]);
    const proof = await bench().stores.versions.proofOf(anna.id);
    await bench().stores.credentials.erase(proof!, { displayName: 'Gone', nameKey: 'gone' });
    const { client } = await openDatabase(null, bench().dataDir);
    const where = { channelId: message.channelId };
    for (const table of [client.message, client.messageVersion, client.changedMessage, client.member] as const) {
      expect(await (table as typeof client.message).count({ where })).to.equal(0);
    }
    await client.$disconnect();
    expect((await fsck(options)).faults).to.deep.equal([]);
  });
});
