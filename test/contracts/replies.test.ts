/** The contract of replies: a message answers one that exists, and quotes it as it is now. */
import { expect } from 'chai';
import { deleteRule, editRule } from '../../src/engine/conversations/change-rules.ts';
import type { ChangeRule } from '../../src/engine/ports/change-port.ts';
import { describeStores } from './backends.ts';
import { codeOf, lastSeqOf, makePair, newMessageOf, sendMany } from './fixtures.ts';

describeStores('replies', (stores) => {
  async function scene() {
    const { conversation, one, other, sessionId } = await makePair(stores());
    const { id: channelId } = conversation;
    await sendMany(stores(), channelId, one.id, 3);
    const change = (seq: number, rule: ChangeRule) =>
      stores().changes.change({ channelId, seq, userId: one.id, sessionId }, rule, () => {});
    const reply = async (replyToSeq: number, senderId = other.id) => ({
      ...(await newMessageOf(stores(), channelId, senderId, 'an answer')),
      replyToSeq,
    });
    const quoteOf = async (seq: number) => (await stores().messages.range(channelId, seq, seq))[0]?.quote;
    return { channelId, one, other, change, reply, quoteOf };
  }

  it('stores a reply with its quote, and answers a repeat with the same', async () => {
    const { one, reply, quoteOf } = await scene();
    const answer = await reply(2);
    const { message } = await stores().messages.append(answer);
    expect(message.quote).to.deep.equal({ seq: 2, senderId: one.id, excerpt: 'hello' });
    expect(await quoteOf(4)).to.deep.equal(message.quote);
    const again = await stores().messages.append(answer);
    expect(again.message).to.deep.equal(message);
    expect(await codeOf(stores().messages.append({ ...answer, replyToSeq: 1 }))).to.equal('conflict');
  });

  it('refuses a reply to a message that does not exist, and not the others of its batch', async () => {
    const { channelId, one, reply } = await scene();
    const messages = [await reply(3), await reply(4), await reply(99), await newMessageOf(stores(), channelId, one.id)];
    const codes = await Promise.all(messages.map((message) => codeOf(stores().messages.append(message))));
    expect(codes).to.deep.equal(['accepted', 'invalid_input', 'invalid_input', 'accepted']);
    expect(await lastSeqOf(stores(), channelId)).to.equal(5);
    const { reply: elsewhere } = await scene();
    expect(await codeOf(stores().messages.append(await elsewhere(4)))).to.equal('invalid_input');
  });

  it('quotes the first 140 code points of the message as it is now, and nothing of a deleted one', async () => {
    const { channelId, one, change, reply, quoteOf } = await scene();
    await stores().messages.append(await reply(1));
    await change(1, editRule(one.id, '😀'.repeat(150)));
    expect((await quoteOf(4))?.excerpt).to.equal('😀'.repeat(140));
    await change(1, deleteRule(one.id));
    expect(await quoteOf(4)).to.deep.equal({ seq: 1, senderId: one.id, excerpt: '' });
    const late = await stores().messages.append(await reply(1));
    expect(late.message.quote?.excerpt).to.equal('');
    const [entry] = await stores().conversations.list(one.id, { after: null, limit: 1 });
    expect(entry?.lastMessage.quote).to.deep.equal({ seq: 1, senderId: one.id, excerpt: '' });
    await change(2, editRule(one.id, 'x'));
    const mine = await stores().messages.append(await reply(2, one.id));
    const edited = await change(mine.message.seq, editRule(one.id, 'edited answer'));
    expect(edited.message.quote?.excerpt).to.equal('x');
    const changed = await stores().changes.changedAfter(channelId, 3, 10);
    expect(changed.map(({ quote }) => quote)).to.deep.equal([edited.message.quote]);
  });
});
