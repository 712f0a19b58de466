/** Page bounds, compared with a model that searches a list: every cursor, limit and length. */
import { expect } from 'chai';
import fc from 'fast-check';
import { pageBounds } from '../../../src/engine/conversations/message-page.ts';
import type { HistoryQuery } from '../../../src/protocol/history-query.ts';
import { limits, seqMax } from '../../../src/protocol/limits.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';

/** The page, searched in the list 1…lastSeq. */
function searchPage(lastSeq: number, { before, after, around, limit = 10 }: HistoryQuery) {
  const all = Array.from({ length: lastSeq }, (_, index) => index + 1);
  const firstAround = around === undefined ? 0 : around - Math.floor(limit / 2);
  const seqs =
    after !== undefined
      ? all.filter((seq) => seq > after).slice(0, limit)
      : around !== undefined
        ? all.filter((seq) => seq >= firstAround && seq < firstAround + limit)
        : all.filter((seq) => seq < (before ?? Number.POSITIVE_INFINITY)).slice(-limit);
  const older = after === undefined && all.some((seq) => seq < (seqs[0] ?? before ?? around ?? 0));
  const newer = (after !== undefined || around !== undefined) && all.some((seq) => seq > (seqs.at(-1) ?? seqMax));
  return { seqs, hasMore: older || newer };
}

function seqsOf({ from, to }: { from: number; to: number }): number[] {
  return from > to ? [] : Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const seq = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: seqMax }));
const limit = fc.option(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: limits.pageMax })), {
  nil: undefined,
});
const cursor: fc.Arbitrary<HistoryQuery> = fc.oneof(
  fc.constant({}),
  seq.map((before) => ({ before })),
  fc.oneof(fc.constant(0), seq).map((after) => ({ after })),
  seq.map((around) => ({ around })),
);
const query = fc.tuple(cursor, limit).map(([page, size]): HistoryQuery => ({ ...page, ...(size && { limit: size }) }));
const lastSeq = fc.integer({ min: 0, max: 150 });

describe('page bounds', () => {
  it('equals the searched page for any cursor, limit and length', () => {
    fc.assert(
      fc.property(query, lastSeq, (page, last) => {
        const bounds = pageBounds(page)(last);
        const searched = searchPage(last, page);
        expect(seqsOf(bounds)).to.deep.equal(searched.seqs);
        if (searched.seqs.length > 0) expect(bounds.hasMore).to.equal(searched.hasMore);
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads every message once, paging backwards by `before` and forwards by `after`', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), (last, size) => {
        const whole = Array.from({ length: last }, (_, index) => index + 1);
        const walk = (start: HistoryQuery, next: (page: number[]) => HistoryQuery) => {
          const pages: number[][] = [];
          for (let page = start; ; page = next(pages.at(-1) as number[])) {
            const bounds = pageBounds({ ...page, limit: size })(last);
            pages.push(seqsOf(bounds));
            if (!bounds.hasMore) return pages;
            expect(pages.length, 'pages without end').to.be.at.most(last + 1);
          }
        };
        const forwards = walk({ after: 0 }, (page) => ({ after: page.at(-1) as number }));
        expect(forwards.flat()).to.deep.equal(whole);
        const backwards = walk({}, (page) => ({ before: page[0] as number }));
        expect(backwards.toReversed().flat()).to.deep.equal(whole);
      }),
    );
  });

  it('puts the seq of `around` on the page, in the middle if both sides have enough messages', () => {
    expect(seqsOf(pageBounds({ around: 50, limit: 5 })(100))).to.deep.equal([48, 49, 50, 51, 52]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (around, size) => {
        expect(seqsOf(pageBounds({ around, limit: size })(100))).to.include(around);
      }),
    );
  });

  it('defaults to ten messages, and is empty for an empty conversation', () => {
    expect(seqsOf(pageBounds({})(100))).to.deep.equal([91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
    for (const page of [{}, { before: 9 }, { after: 0 }, { after: 9 }, { around: 9 }]) {
      const bounds = pageBounds(page)(0);
      expect(seqsOf(bounds)).to.deep.equal([]);
      expect(bounds.hasMore).to.equal(false);
    }
  });

  it('refuses more than one cursor', () => {
    for (const page of [
      { before: 1, after: 1 },
      { after: 0, around: 1 },
      { before: 1, around: 1 },
      { before: 1, after: 0, around: 1 },
    ]) {
      expect(() => pageBounds(page))
        .to.throw(Refusal, 'A page has at most one of before, after, around and at.')
        .with.property('code', 'invalid_input');
      expect(() => pageBounds(page))
        .to.throw()
        .with.nested.property('details.fields')
        .that.deep.equals({ before: 'excludes after, around and at' });
    }
  });
});
