/** Receipts: read states move forward only, never past the last message; every device of both gets a push. */
import { expect } from 'chai';
import { codeOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('receipts', () => {
  const bench = useEngine();

  /** Two users, of whom the first has sent `count` messages. */
  async function pairWith(count: number) {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    for (let index = 0; index < count; index += 1) await bench().engine.messages.send(anna, messageTo(bert));
    const { channelId } = await bench().engine.conversationGate.find(anna, { peer: bert.username });
    bench().fanout.take();
    return { anna, bert, channelId };
  }

  for (const kind of ['read', 'delivered'] as const) {
    it(`moves ${kind} forward only and answers its current seq`, async () => {
      const { anna, bert } = await pairWith(5);
      const answers: number[] = [];
      for (const seq of [2, 1, 2, 4, 3]) {
        answers.push(await bench().engine.receipts[kind](bert, { with: anna.username, seq }));
      }
      expect(answers).to.deep.equal([2, 2, 2, 4, 4]);
    });

    it(`never moves ${kind} past the last message`, async () => {
      const { anna, bert, channelId } = await pairWith(3);
      expect(await bench().engine.receipts[kind](bert, { with: anna.username, seq: 2_147_483_647 })).to.equal(3);
      expect(bench().fanout.take()[0]?.payload).to.deep.equal({ channelId, username: bert.username, seq: 3 });
      const empty = await pairWith(0);
      expect(await bench().engine.receipts[kind](empty.bert, { with: empty.anna.username, seq: 7 })).to.equal(0);
      expect(bench().fanout.take()).to.deep.equal([]);
    });

    it(`pushes ${kind} to every device of both, once for each move`, async () => {
      const { anna, bert, channelId } = await pairWith(4);
      for (const seq of [3, 3, 1]) await bench().engine.receipts[kind](bert, { with: anna.username, seq });
      const payload = { channelId, username: bert.username, seq: 3 };
      expect(bench().fanout.take()).to.have.deep.members([
        { user: anna.id, event: kind, payload, to: 'devices' },
        { user: bert.id, event: kind, payload, to: 'devices' },
      ]);
    });
  }

  it('shows both members the same read states from their own side', async () => {
    const { anna, bert } = await pairWith(5);
    await bench().engine.receipts.delivered(bert, { with: anna.username, seq: 4 });
    await bench().engine.receipts.read(bert, { with: anna.username, seq: 2 });
    const [hers, his] = await Promise.all([
      bench().engine.messages.history(anna, { with: bert.username }),
      bench().engine.messages.history(bert, { with: anna.username }),
    ]);
    expect([hers.read, hers.delivered]).to.deep.equal([{ me: 0, peer: 2 }, { peer: 4 }]);
    expect([his.read, his.delivered]).to.deep.equal([{ me: 2, peer: 0 }, { peer: 0 }]);
    const [conversation] = (await bench().engine.conversations.list(anna, {})).conversations;
    expect([conversation?.read, conversation?.delivered]).to.deep.equal([hers.read, hers.delivered]);
  });

  it('counts a read message as delivered, even without a receipt for it', async () => {
    const { anna, bert } = await pairWith(3);
    await bench().engine.receipts.read(bert, { with: anna.username, seq: 3 });
    expect((await bench().engine.messages.history(anna, { with: bert.username })).delivered).to.deep.equal({ peer: 3 });
  });

  it('answers 0 and pushes nothing in a conversation that is not open, and does not open it', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    bench().fanout.take();
    for (const kind of ['read', 'delivered'] as const) {
      expect(await bench().engine.receipts[kind](anna, { with: bert.username, seq: 5 })).to.equal(0);
    }
    expect(bench().fanout.take()).to.deep.equal([]);
    expect((await bench().stores.conversations.locate(anna.id, bert.id)).isOpen).to.equal(false);
  });

  it('refuses a receipt for an unknown name', async () => {
    const { anna } = await pairWith(1);
    const read = (name: string) => codeOf(bench().engine.receipts.read(anna, { with: name, seq: 1 }));
    expect(await read('nobody-here')).to.equal('not_found');
    expect(bench().fanout.take()).to.deep.equal([]);
  });

  it('moves no read state of the two for a stranger', async () => {
    const { anna, bert } = await pairWith(3);
    const stranger = await bench().join();
    bench().fanout.take();
    await bench().engine.receipts.read(stranger, { with: anna.username, seq: 3 });
    const { read } = await bench().engine.messages.history(bert, { with: anna.username });
    expect(read).to.deep.equal({ me: 0, peer: 0 });
    expect(bench().fanout.take()).to.deep.equal([]);
  });
});
