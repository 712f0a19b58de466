/** The contract of receipt times: when a read state passed a message, in the statement that moves it. */
import { expect } from 'chai';
import { describeStores } from './backends.ts';
import { makePair, sendMany } from './fixtures.ts';

describeStores('receipt times', (stores) => {
  async function scene(messages: number) {
    const { conversation, one, other } = await makePair(stores());
    await sendMany(stores(), conversation.id, one.id, messages);
    const { advance, reachedAt } = stores().conversations;
    return {
      advance: (kind: 'read' | 'delivered', seq: number, isTimed?: boolean) =>
        advance(conversation.id, other.id, kind, seq, isTimed),
      reachedAt: (seq: number) => reachedAt(conversation.id, other.id, seq),
      own: (seq: number) => reachedAt(conversation.id, one.id, seq),
    };
  }

  it('keeps the time of the first advance to or beyond each message', async () => {
    const { advance, reachedAt, own } = await scene(6);
    expect(await reachedAt(1)).to.deep.equal({ read: null, delivered: null });
    await advance('delivered', 2);
    await new Promise((resolve) => setTimeout(resolve, 5)); // Different milliseconds.
    await advance('read', 4);
    await advance('read', 3);
    const [first, second, fourth, fifth] = await Promise.all([1, 2, 4, 5].map(reachedAt));
    expect(first).to.deep.equal(second);
    expect(first?.read?.getTime()).to.be.above(first?.delivered?.getTime() ?? Number.NaN);
    // A read message counts as delivered.
    expect(fourth).to.deep.equal({ read: first?.read, delivered: first?.read });
    expect(fifth).to.deep.equal({ read: null, delivered: null });
    expect(Math.abs(Date.now() - (first?.read?.getTime() ?? 0))).to.be.below(60_000);
    expect(await own(1)).to.deep.equal({ read: null, delivered: null });
  });

  it('keeps no time of reading where it is to stay unknown, alone and stored together', async () => {
    const { advance, reachedAt } = await scene(6);
    await advance('read', 1, false);
    const moved = await Promise.all([advance('delivered', 3), advance('read', 3, false), advance('read', 4)]);
    expect(moved.map(({ seq }) => seq)).to.deep.equal([3, 3, 4]);
    const times = await Promise.all([1, 2, 3, 4].map(reachedAt));
    expect(times.map(({ read }) => read !== null)).to.deep.equal([false, false, false, true]);
    expect(times.every(({ delivered }) => delivered !== null)).to.equal(true);
  });

  it('keeps the same times for advances that are stored together', async () => {
    const { advance, reachedAt } = await scene(60);
    const moves = [advance('delivered', 2), advance('read', 1), advance('delivered', 3), advance('read', 3)];
    expect((await Promise.all(moves)).map(({ moved }) => moved)).to.deep.equal([true, true, true, true]);
    const [first, third] = await Promise.all([1, 3].map(reachedAt));
    expect(first?.read).to.be.instanceOf(Date);
    expect(third).to.deep.equal({ read: first?.read, delivered: first?.delivered });
    await Promise.all(Array.from({ length: 57 }, (_, index) => advance('read', index + 4)));
    const last = await reachedAt(60);
    expect(last.read).to.be.instanceOf(Date);
    expect(last.delivered).to.deep.equal(last.read);
    expect(await reachedAt(4)).to.deep.equal({ read: null, delivered: null });
  });

  it('loses the times of messages of long ago, and answers no wrong ones', async () => {
    const { advance, reachedAt } = await scene(120);
    for (let seq = 1; seq <= 120; seq += 1) expect(await advance('read', seq)).to.include({ seq, moved: true });
    const times = await Promise.all(Array.from({ length: 120 }, (_, index) => reachedAt(index + 1)));
    const known = times.map(({ read }) => read !== null);
    const firstKnown = known.indexOf(true);
    expect(firstKnown).to.be.within(80, 110);
    expect(known.slice(firstKnown).every(Boolean)).to.equal(true);
    const order = times.slice(firstKnown).map(({ read }) => read?.getTime() ?? 0);
    expect(order).to.deep.equal(order.toSorted((a, b) => a - b));
  });
});
