/** Tests of the unread count. */
import { expect } from 'chai';
import type { Message } from '../../../src/protocol/shapes.ts';
import { advance } from '../../../src/web/model/read-state.ts';
import { countUnread, isGuess, newerSummary } from '../../../src/web/model/unread.ts';

/** Makes one message for each letter: `b` is from Ben, `a` is an own one. */
const said = (letters: string, first = 1): Message[] =>
  [...letters].map((letter, index) => {
    const from = letter === 'b' ? 'ben' : 'ann';
    return { channelId: 'c', seq: first + index, from, to: '', body: letter, clientId: '', sentAt: '' };
  });

const ofBen = ({ from }: Message) => from === 'ben';

describe('unread', () => {
  it('counts the peer’s messages after the read state', () => {
    const summary = { upTo: 4, ownReadSeq: 0, unread: 3 };
    expect(countUnread(said('babb'), summary, 0, ofBen)).to.equal(3);
    expect(countUnread(said('babb'), summary, 1, ofBen)).to.equal(2);
    expect(countUnread(said('babb'), summary, 4, ofBen)).to.equal(0);
  });

  it('trusts the summary for unknown messages, and adds later ones', () => {
    const summary = { upTo: 100, ownReadSeq: 90, unread: 6 };
    expect(countUnread([], summary, 90, ofBen)).to.equal(6);
    expect(countUnread(said('bab', 101), summary, 90, ofBen)).to.equal(8);
    expect(countUnread(said('bab', 101), summary, 100, ofBen)).to.equal(2);
    expect(countUnread([], summary, 98, ofBen)).to.equal(2);
  });

  it('subtracts the known messages that were read since the summary, of those that the server counts', () => {
    const summary = { upTo: 5_000, ownReadSeq: 0, unread: 1_000 };
    expect(countUnread(said('bbbab'), summary, 4, ofBen)).to.equal(1_000);
    expect(isGuess(said('bbbab'), summary, 4)).to.equal(false);
    const few = { upTo: 90, ownReadSeq: 0, unread: 80 };
    expect(countUnread(said('bbbab'), few, 5, ofBen)).to.equal(76);
    expect(isGuess(said('bab', 3), few, 5)).to.equal(true);
  });

  it('never lowers the read state, and counts a read message as delivered', () => {
    const known = { ownReadSeq: 5, peerReadSeq: 4, peerDeliveredSeq: 6 };
    expect(advance(known, { ownReadSeq: 3, peerReadSeq: 2, peerDeliveredSeq: 1 })).to.deep.equal(known);
    expect(advance(known, { peerReadSeq: 7 })).to.deep.equal({ ownReadSeq: 5, peerReadSeq: 7, peerDeliveredSeq: 7 });
  });

  it('prefers the newer summary', () => {
    const [old, fresh] = [
      { upTo: 4, ownReadSeq: 2, unread: 2 },
      { upTo: 4, ownReadSeq: 3, unread: 1 },
    ];
    expect(newerSummary(old, fresh)).to.equal(fresh);
    expect(newerSummary(fresh, old)).to.equal(fresh);
  });
});
