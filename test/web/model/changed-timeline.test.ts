/** Tests changed messages in the page's model: shown as they are now, from pushes, pages and the list. */
import { expect } from 'chai';
import type { Message } from '../../../src/protocol/shapes.ts';
import { ConversationState } from '../../../src/web/model/conversation-state.ts';
import { nothingRead } from '../../../src/web/model/read-state.ts';
import { emptyTimeline, merge, restart } from '../../../src/web/model/timeline.ts';
import { transcript } from '../../../src/web/model/transcript.ts';

const at = new Date(0).toISOString();
const message = (seq: number, more: Partial<Message> = {}): Message => ({
  ...{ channelId: 'c', seq, from: 'ben', to: 'ann', body: `${seq}`, clientId: `${seq}`, sentAt: at },
  ...more,
});
const pageOf = (messages: Message[]) => ({
  ...{ channelId: 'c', messages, hasMore: false, read: { me: 0, peer: 0 }, delivered: { peer: 0 }, rev: 0 },
});

describe('a changed message on the page', () => {
  it('is replaced by the higher revision only, in whatever order they come', () => {
    const [first, edited, again] = [message(1), message(1, { body: 'b', rev: 1 }), message(1, { body: 'c', rev: 2 })];
    for (const order of [
      [first, edited, again],
      [again, edited, first],
      [edited, again, first],
    ]) {
      const timeline = order.reduce((known, one) => merge(known, [one]), restart(emptyTimeline, [message(1)]));
      expect(timeline.run).to.deep.equal([again]);
    }
  });

  it('is shown in the log and as the last message, and an unknown one is left to its page', () => {
    const conversation = new ConversationState('ben');
    conversation.restartAt(pageOf([message(2), message(3)]));
    const changed = message(3, { body: 'new', rev: 4 });
    conversation.learnChange(changed);
    conversation.learnChange(message(1, { body: 'old', rev: 5 }));
    expect(conversation.timeline.value.run).to.deep.equal([message(2), changed]);
    expect(conversation.last.value).to.deep.equal(changed);
  });

  it('changes the last message of a conversation that is not loaded', () => {
    const conversation = new ConversationState('ben');
    const summary = {
      ...pageOf([]),
      kind: 'pair' as const,
      peer: { username: 'ben', displayName: 'Ben', online: false, lastSeenAt: null },
    };
    conversation.learnSummary({ ...summary, lastMessage: message(9), unread: 1 });
    conversation.learnChange(message(4, { body: 'older', rev: 1 }));
    expect(conversation.last.value?.seq).to.equal(9);
    conversation.learnChange(message(9, { body: 'new', rev: 2 }));
    expect(conversation.last.value?.body).to.equal('new');
  });

  it('is no longer counted as unread once it is deleted, and is shown as deleted', () => {
    const conversation = new ConversationState('ben');
    conversation.restartAt(pageOf([message(1), message(2), message(3)]));
    expect(conversation.unread.value).to.equal(3);
    conversation.learnChange(message(2, { body: '', deletedAt: at, rev: 1 }));
    expect(conversation.unread.value).to.equal(2);
    const rows = transcript({ me: 'ann', timeline: conversation.timeline.value, readState: nothingRead });
    expect(rows.map(({ isDeleted }) => isDeleted)).to.deep.equal([false, true, false]);
  });
});
