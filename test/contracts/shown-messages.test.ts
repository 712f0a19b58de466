/** Messages that are deleted while they are read: a reader sees the message or its deletion, never a message without content. */
import { expect } from 'chai';
import { deleteRule } from '../../src/engine/conversations/change-rules.ts';
import { describeStores } from './backends.ts';
import { makePair, sendMany, sessionOf } from './fixtures.ts';

describeStores('reading messages that are being deleted', (stores) => {
  it('shows each whole or as deleted', async () => {
    const count = 60;
    const { conversation, one } = await makePair(stores());
    const { id: channelId } = conversation;
    await sendMany(stores(), channelId, one.id, count);
    const sessionId = await sessionOf(stores(), one.id);
    const reader = async () => {
      const torn: number[] = [];
      for (let deleted = 0; deleted < count; ) {
        const messages = await stores().messages.range(channelId, 1, count);
        deleted = messages.filter(({ state }) => state?.deletedAt).length;
        torn.push(...messages.filter(({ body, state }) => body === '' && !state?.deletedAt).map(({ seq }) => seq));
      }
      return torn;
    };
    const remover = async () => {
      for (let seq = 1; seq <= count; seq += 1) {
        await stores().changes.change({ channelId, seq, userId: one.id, sessionId }, deleteRule(one.id), () => {});
      }
    };
    const [first, second] = await Promise.all([reader(), reader(), remover()]);
    expect([first, second]).to.deep.equal([[], []]);
  });
});
