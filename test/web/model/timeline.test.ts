/** Tests of the timeline: after any loss and order of pushes, its run has no gap and equals a fresh fetch. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Message } from '../../../src/protocol/shapes.ts';
import { emptyTimeline, hasOlder, merge, restart, type Timeline, topOf } from '../../../src/web/model/timeline.ts';

const message = (seq: number): Message => ({
  channelId: 'c',
  seq,
  from: seq % 2 ? 'ann' : 'ben',
  to: seq % 2 ? 'ben' : 'ann',
  body: `${seq}`,
  clientId: `${seq}`,
  sentAt: new Date(seq * 1_000).toISOString(),
});
const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => message(first + index));
const seqs = ({ run }: Timeline) => run.map(({ seq }) => seq);

/** Fetches the messages missing at the end, page by page, as `History` does. */
function refill(timeline: Timeline, all: readonly Message[], pageSize: number): Timeline {
  const page = all.filter(({ seq }) => seq > topOf(timeline)).slice(0, pageSize);
  return page.length === 0 ? timeline : refill(merge(timeline, page), all, pageSize);
}

describe('timeline', () => {
  it('equals a fresh fetch, whichever pushes were lost, repeated or out of order', () => {
    const scenario = fc.integer({ min: 1, max: 40 }).chain((total) =>
      fc.record({
        total: fc.constant(total),
        fetched: fc.integer({ min: 0, max: total }),
        pageSize: fc.integer({ min: 1, max: 12 }),
        before: fc.array(fc.integer({ min: 1, max: total }), { maxLength: 30 }),
        after: fc.array(fc.integer({ min: 1, max: total }), { maxLength: 60 }),
      }),
    );
    fc.assert(
      fc.property(scenario, ({ total, fetched, pageSize, before, after }) => {
        const all = upTo(total);
        const page = all.slice(0, fetched).slice(-pageSize);
        let timeline = before.reduce((known, seq) => merge(known, [message(seq)]), emptyTimeline);
        expect(timeline.run).to.deep.equal([]);
        timeline = restart(timeline, page);
        for (const seq of after) {
          timeline = merge(timeline, [message(seq)]);
          const floor = timeline.run[0]?.seq ?? 1;
          expect(seqs(timeline)).to.deep.equal(timeline.run.map((_, index) => floor + index));
        }
        timeline = refill(timeline, all, pageSize);
        expect(timeline.run).to.deep.equal(all.slice((timeline.run[0]?.seq ?? 1) - 1));
        expect(timeline.run[0]?.seq ?? 1).to.be.at.most(page[0]?.seq ?? 1);
        expect(timeline.ahead).to.deep.equal([]);
      }),
      { numRuns: 10_000 },
    );
  });

  it('yields the same for every order of the same messages', () => {
    const orders = fc.shuffledSubarray(upTo(12), { minLength: 12 });
    fc.assert(
      fc.property(orders, fc.array(fc.integer({ min: 1, max: 12 })), (order, doubled) => {
        const start = restart(emptyTimeline, []);
        const pushes = [...order, ...doubled.map(message)];
        expect(pushes.reduce((known, push) => merge(known, [push]), start).run).to.deep.equal(upTo(12));
      }),
      { numRuns: 1_000 },
    );
  });

  it('holds back messages after a gap until the gap is filled', () => {
    const open = restart(emptyTimeline, upTo(5));
    const holed = merge(open, [message(7), message(8)]);
    expect(seqs(holed)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(holed.ahead.map(({ seq }) => seq)).to.deep.equal([7, 8]);
    expect(seqs(merge(holed, [message(6)]))).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('joins older pages and tells when there are no more', () => {
    const newest = restart(emptyTimeline, upTo(30, 21));
    expect(hasOlder(newest)).to.equal(true);
    const all = merge(merge(newest, upTo(20, 11)), upTo(10));
    expect(seqs(all)).to.deep.equal(upTo(30).map(({ seq }) => seq));
    expect(hasOlder(all)).to.equal(false);
  });

  it('restarts at a page that does not touch the known messages', () => {
    const far = restart(restart(emptyTimeline, upTo(10)), upTo(90, 81));
    expect(seqs(far)).to.deep.equal(upTo(90, 81).map(({ seq }) => seq));
    expect(far.ahead).to.deep.equal([]);
  });
});
