/** The contract of the times of messages: the database's clock gives them, and within a conversation they never go back. */

import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { until } from '../support/waiting.ts';
import { describeStores } from './backends.ts';
import { makePair, newMessageOf } from './fixtures.ts';

const minute = 60_000;

/** Far more than a test takes, and far less than the clocks of the nodes differ. */
const tolerance = 2 * minute;

describeStores('time of a message', (stores, place) => {
  /** Runs the work on a node whose clock is wrong by `ms`. */
  async function withClock<T>(ms: number, work: () => Promise<T>): Promise<T> {
    if (ms === 0) return work();
    const clock = install({ toFake: ['Date'], now: Date.now() + ms });
    return work().finally(() => clock.uninstall());
  }

  async function append(ms: number, { conversation, one }: Awaited<ReturnType<typeof makePair>>) {
    const message = await newMessageOf(stores(), conversation.id, one.id);
    return withClock(ms, () => stores().messages.append(message));
  }

  it('takes the time from the database, whatever the clock of the node says', async () => {
    const pair = await makePair(stores());
    for (const wrong of [30 * minute, -30 * minute]) {
      const { message } = await append(wrong, pair);
      expect(message.sentAt.getTime()).to.be.closeTo(Date.now(), tolerance);
      const [stored] = await stores().messages.range(pair.conversation.id, message.seq, message.seq);
      expect(stored?.sentAt).to.deep.equal(message.sentAt);
    }
  });

  it('never goes back within a conversation, even when the clock of the database does', async () => {
    const pair = await makePair(stores());
    await append(0, pair);
    const ahead = new Date(Date.now() + 45 * minute);
    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    await client.channel.update({ where: { id: pair.conversation.id }, data: { lastMessageAt: ahead } });
    await client.$disconnect();
    const batch = await Promise.all([append(0, pair), append(0, await makePair(stores())), append(0, pair)]);
    const [first, elsewhere, second] = batch.map(({ message }) => message.sentAt.getTime());
    expect([first, second]).to.deep.equal([ahead.getTime(), ahead.getTime()]);
    expect(elsewhere).to.be.closeTo(Date.now(), tolerance);
    const [entry] = await stores().conversations.list(pair.one.id, { after: null, limit: 1 });
    expect(entry?.lastMessageAt).to.deep.equal(ahead);
  });

  it('orders the list of conversations by it, though the clocks of the nodes differ', async () => {
    const first = await makePair(stores());
    const second = await makePair(stores(), first.one);
    const { message } = await append(30 * minute, first);
    // Of two conversations with the same time, either may come first.
    await until('the clock has gone on', () => Date.now() > message.sentAt.getTime());
    await append(-30 * minute, second);
    const list = await stores().conversations.list(first.one.id, { after: null, limit: 10 });
    expect(list.map(({ conversation }) => conversation.id)).to.deep.equal([
      second.conversation.id,
      first.conversation.id,
    ]);
  });

  it('gives the age of a repeated message by the clock of the database', async () => {
    const { conversation, one } = await makePair(stores());
    const message = await newMessageOf(stores(), conversation.id, one.id);
    expect(await stores().messages.append(message)).to.include({ repeated: false, ageMs: 0 });
    const again = await withClock(30 * minute, () => stores().messages.append(message));
    expect(again.repeated).to.equal(true);
    expect(again.ageMs).to.be.within(0, tolerance);
  });
});
