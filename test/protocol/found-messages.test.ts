/** Tests the queries of the search of messages against the texts that they must and must not find. */
import { expect } from 'chai';
import { findInMessage } from '../../src/protocol/search/message-match.ts';
import { hasWrongDay, readQuery } from '../../src/protocol/search/search-query.ts';
import { FilterBuilder, probesFor } from '../../src/protocol/search/term-filter.ts';
import { searchCases } from './search-cases.ts';

describe('the search of messages', () => {
  for (const { query, found, others } of searchCases) {
    it(`finds by ${query}`, () => {
      const { needles } = readQuery(query);
      for (const text of found) {
        expect(findInMessage(needles, text), text).to.not.equal(null);
        expect(passes(buildFilter([text], []), query), `filter of ${text}`).to.equal(true);
      }
      for (const text of others) expect(findInMessage(needles, text), text).to.equal(null);
    });
  }

  function buildFilter(texts: readonly string[], fileNames: readonly string[]): Uint8Array {
    const builder = new FilterBuilder();
    for (const text of texts) builder.add(text, fileNames);
    return builder.build();
  }

  function passes(filter: Uint8Array, query: string): boolean {
    return probesFor(readQuery(query).needles, false).every(
      ({ place, bit }) => ((filter[place % filter.length] ?? 0) & (1 << bit)) !== 0,
    );
  }

  it('names the places in code points, in order and without overlaps', () => {
    const places = (query: string, text: string) => findInMessage(readQuery(query).needles, text);
    expect(places('tea', '🎉 Tea, teapot')).to.deep.equal([
      [2, 5],
      [7, 13],
    ]);
    expect(places('你好 好吗', '说你好吗')).to.deep.equal([[1, 4]]);
    expect(places('"a b" b', 'a b')).to.deep.equal([[0, 3]]);
  });

  it('finds by the names of files, which have no place in the body', () => {
    expect(findInMessage(readQuery('report').needles, '', ['Annual Report.pdf'])).to.deep.equal([]);
    expect(findInMessage(readQuery('see report').needles, 'See it', ['Report.pdf'])).to.deep.equal([[0, 3]]);
    expect(findInMessage(readQuery('report').needles, '', ['Photo.jpg'])).to.equal(null);
    expect(passes(buildFilter([''], ['Annual Report.pdf']), 'report')).to.equal(true);
  });

  it('lets few words through that are not there', () => {
    const filter = buildFilter(
      Array.from({ length: 128 }, (_, at) => `message number ${at} about word${at}x`),
      [],
    );
    const wrong = Array.from({ length: 2_000 }, (_, at) => `other${at}y`).filter((word) => passes(filter, word));
    expect(wrong.length).to.be.below(30);
  });

  it('lets everything through of texts with too many different words', () => {
    const letters = Array.from({ length: 128 * 400 }, (_, at) => String.fromCodePoint(0x4e00 + (at % 20_000)));
    const texts = Array.from({ length: 128 }, (_, at) => letters.slice(at * 400, (at + 1) * 400).join(''));
    const filter = buildFilter(texts, []);
    expect(filter).to.have.length(16);
    expect(passes(filter, 'anything')).to.equal(true);
  });

  it('reads filters, and takes what is none as words', () => {
    const query = readQuery('from:me has:file before:2026-01-31 after:2025-12-24 tea');
    expect(query).to.include({ from: 'me', hasFile: true });
    expect(query.sentBefore).to.equal(Date.UTC(2026, 0, 31));
    expect(query.sentFrom).to.equal(Date.UTC(2025, 11, 25));
    expect(query.needles).to.have.length(1);
    expect(readQuery('from:bob before:soon has:wings').needles).to.have.length(3);
    expect(readQuery('"from:me"').from).to.equal(null);
  });

  it('tells that a filter by day names no day', () => {
    for (const query of [
      'before:2026-13-45',
      'tea after:abc',
      'Before:2026-1',
      'before: 2026-01-31',
      'after:31.1.2026 tea',
    ])
      expect(hasWrongDay(query), query).to.equal(true);
    for (const query of [
      'before:2026-01-31',
      'tea AFTER:2026-01-31',
      'before:',
      'tea after:',
      '"before:abc"',
      'before',
      'from:x',
    ])
      expect(hasWrongDay(query), query).to.equal(false);
  });
});
