/** Tests of the log's rows: delivery status, days, groups, and each message once. */
import { expect } from 'chai';
import type { Message } from '../../../src/protocol/shapes.ts';
import type { SendCommand } from '../../../src/web/model/commands/user-command.ts';
import { nothingRead } from '../../../src/web/model/read-state.ts';
import { emptyTimeline, restart } from '../../../src/web/model/timeline.ts';
import { type TranscriptParts, transcript } from '../../../src/web/model/transcript.ts';
import { unsentOf } from './unsent-of.ts';

const at = (day: number, minute: number) => new Date(2024, 0, day, 12, minute);
const say = (seq: number, from: string, when: Date): Message => {
  const to = from === 'ann' ? 'ben' : 'ann';
  return { channelId: 'c', seq, from, to, body: `${seq}`, clientId: `id${seq}`, sentAt: when.toISOString() };
};
const unsent = (clientId: string, more: Partial<SendCommand> = {}) =>
  unsentOf(clientId, clientId, { writtenAt: at(3, 0).getTime(), ...more });
const rowsOf = (parts: Pick<TranscriptParts, 'timeline'> & Partial<TranscriptParts>) =>
  transcript({ me: 'ann', readState: nothingRead, ...parts });

describe('transcript', () => {
  it('gives own messages a delivery status, and none to the peer’s', () => {
    const run = [1, 2, 3].map((seq) => say(seq, 'ann', at(1, seq)));
    const timeline = restart(emptyTimeline, [...run, say(4, 'ben', at(1, 4))]);
    const rows = rowsOf({ timeline, readState: { ownReadSeq: 0, peerReadSeq: 1, peerDeliveredSeq: 2 } });
    expect(rows.map(({ status }) => status)).to.deep.equal(['read', 'delivered', 'sent', null]);
  });

  it('starts a group when the author changes or time has passed, and a day at midnight', () => {
    const said: [string, Date][] = [
      ['ann', at(1, 0)],
      ['ann', at(1, 1)],
      ['ben', at(1, 2)],
      ['ben', at(1, 30)],
      ['ben', at(2, 30)],
    ];
    const timeline = restart(
      emptyTimeline,
      said.map(([from, when], index) => say(index + 1, from, when)),
    );
    const rows = rowsOf({ timeline });
    expect(rows.map(({ startsGroup }) => startsGroup)).to.deep.equal([true, false, true, true, true]);
    expect(rows.map(({ startsDay }) => startsDay)).to.deep.equal([true, false, false, false, true]);
  });

  it('shows unsent messages last, and a message that is stored by now only once', () => {
    const timeline = restart(emptyTimeline, [say(1, 'ann', at(1, 0))]);
    const rows = rowsOf({
      timeline,
      commands: [unsent('id1'), unsent('x'), unsent('y', { refused: 'forbidden' })],
    });
    expect(rows.map(({ clientId, status }) => [clientId, status])).to.deep.equal([
      ['id1', 'sent'],
      ['x', 'sending'],
      ['y', 'failed'],
    ]);
  });

  it('tells a peer’s message from an own unsent one with the same clientId', () => {
    const timeline = restart(emptyTimeline, [say(1, 'ben', at(1, 0))]);
    const rows = rowsOf({ timeline, commands: [unsent('id1')] });
    expect(rows.map(({ mine }) => mine)).to.deep.equal([false, true]);
    expect(new Set(rows.map(({ key }) => key)).size).to.equal(2);
  });

  it('says in a reply which files the quoted message has, until that is deleted', () => {
    const files = [{ id: 'f', name: 'a.png', type: 'image/png', size: 1 }];
    const image: Message = { ...say(1, 'ann', at(1, 0)), body: '', files };
    const reply: Message = { ...say(2, 'ben', at(1, 1)), replyTo: { seq: 1, from: 'ann', excerpt: '' } };
    const timeline = restart(emptyTimeline, [image, reply]);
    expect(rowsOf({ timeline }).at(-1)?.reply?.files).to.deep.equal({ count: 1, kind: 'image', name: 'a.png' });
    const message = { seq: 1, key: 'me/id1' };
    const deletion = { kind: 'delete', to: 'ben', id: 'd', writtenAt: 1, dueAt: 1, tried: false, message } as const;
    const [deleted, answer] = rowsOf({ timeline, commands: [deletion] });
    expect(deleted?.files).to.deep.equal([]);
    expect(answer?.reply).to.deep.equal({ seq: 1, from: 'ann', mine: true, excerpt: '' });
  });

  it('says in a reply what the server tells of files that are not loaded, until it learns of the deletion', () => {
    const files = { count: 1, kind: 'video', name: 'a.mp4' } as const;
    const reply: Message = { ...say(2, 'ben', at(1, 1)), replyTo: { seq: 1, from: 'ann', excerpt: '', files } };
    const timeline = restart(emptyTimeline, [reply]);
    expect(rowsOf({ timeline })[0]?.reply?.files).to.deep.equal(files);
    const deleted: Message = { ...say(1, 'ann', at(1, 0)), body: '', deletedAt: reply.sentAt };
    const [row] = rowsOf({ timeline, quoted: new Map([[1, deleted]]) });
    expect(row?.reply).to.deep.equal({ seq: 1, from: 'ann', mine: true, excerpt: '' });
  });

  it('marks the peer’s first message after the read state, when all messages between are known', () => {
    const run = ['ben', 'ann', 'ann', 'ben', 'ben'].map((from, index) => say(index + 5, from, at(1, index)));
    const newAt = (readBefore: number) =>
      rowsOf({ timeline: restart(emptyTimeline, run), readBefore })
        .filter(({ startsNew }) => startsNew)
        .map(({ body }) => body);
    expect([3, 4, 5, 7, 8, 9].map(newAt)).to.deep.equal([[], ['5'], ['8'], ['8'], ['9'], []]);
  });
});
