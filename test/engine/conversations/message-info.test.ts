/** The times of an own message: only its author sees them, and nothing of what a block hides. */
import { expect } from 'chai';
import { codeOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('message info', () => {
  const bench = useEngine();

  async function pair() {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const sent = [];
    for (const body of ['one', 'two'])
      sent.push((await bench().engine.messages.send(anna, messageTo(bert, body))).message);
    const { engine } = bench();
    return {
      ...{ anna, bert, sent },
      info: (seq: number) => engine.messageInfo(anna, { with: bert.username, seq }),
      read: (seq: number) => engine.receipts.read(bert, { with: anna.username, seq }),
      delivered: (seq: number) => engine.receipts.delivered(bert, { with: anna.username, seq }),
    };
  }

  it('tells when a message was sent, delivered and read, and null for what has not happened', async () => {
    const { sent, info, read, delivered } = await pair();
    expect(await info(1)).to.deep.equal({ sentAt: sent[0]?.sentAt, deliveredAt: null, readAt: null });
    await delivered(2);
    const arrived = await info(1);
    expect(arrived.deliveredAt).to.match(/Z$/);
    expect(arrived.readAt).to.equal(null);
    await read(1);
    const seen = await info(1);
    expect(seen).to.include({ sentAt: sent[0]?.sentAt, deliveredAt: arrived.deliveredAt });
    expect(seen.readAt).to.match(/Z$/);
    expect((await info(2)).readAt).to.equal(null);
  });

  it('counts a read message as delivered', async () => {
    const { info, read } = await pair();
    await read(2);
    const { deliveredAt, readAt } = await info(2);
    expect(deliveredAt).to.equal(readAt).and.match(/Z$/);
  });

  it('tells nothing of what the peer reads while a block stands', async () => {
    const { anna, bert, info, read } = await pair();
    await read(1);
    const before = await info(1);
    await bench().engine.blocks.block(bert, anna.username);
    await read(2);
    expect(await info(1)).to.deep.equal(before);
    expect(await info(2)).to.include({ deliveredAt: null, readAt: null });
    await bench().engine.blocks.lift(bert, anna.username);
    expect((await info(2)).readAt).to.match(/Z$/);
  });

  it('is refused for messages of the peer, of others, and that do not exist', async () => {
    const { anna, bert, info } = await pair();
    const carl = await bench().join();
    const { messageInfo } = bench().engine;
    expect(await codeOf(messageInfo(bert, { with: anna.username, seq: 1 }))).to.equal('forbidden');
    expect(await codeOf(messageInfo(carl, { with: anna.username, seq: 1 }))).to.equal('not_found');
    expect(await codeOf(info(3))).to.equal('not_found');
  });
});
