/** Each query with texts that it must find, and texts that it must not find. */
import { expect } from 'chai';
import { findInMessage } from '../../src/protocol/search/message-match.ts';
import { readQuery } from '../../src/protocol/search/search-query.ts';
import { FilterBuilder, probesFor } from '../../src/protocol/search/term-filter.ts';

interface Case {
  query: string;
  found: readonly string[];
  others: readonly string[];
}

const cases: readonly Case[] = [
  { query: 'coffee', found: ['Coffee?', 'two COFFEES, please'], others: ['coffe', 'ice-cream'] },
  { query: 'see you', found: ['You see me', 'see youtube'], others: ['I see', 'sees you'] },
  { query: '"see you"', found: ['See you soon', 'see,\nyou'], others: ['you see', 'see youtube', 'see me and you'] },
  { query: 'foo@bar.com', found: ['mail foo@bar.com now', 'FOO bar company'], others: ['bar foo com', 'foo@bar.org'] },
  { query: "can't", found: ["I can't", 'can’t do'], others: ['can do it'] },
  { query: 'amour', found: ["l'amour", 'Mon amour !'], others: ['glamour'] },
  { query: 'strasse', found: ['Straße 5', 'STRASSE'], others: ['Trasse'] },
  { query: 'Über', found: ['uber alles', 'überall'], others: ['lieber'] },
  { query: 'garcon', found: ['un garçon', 'GARÇONS'], others: ['garco'] },
  { query: 'naïve', found: ['naive', 'Naïveté'], others: ['native'] },
  { query: 'istanbul', found: ['İstanbul', 'ISTANBUL’da'], others: ['Instanbul'] },
  { query: 'ısı', found: ['ISI', 'ısı'], others: ['sıcak'] },
  { query: 'łódź', found: ['Lodz', 'w Łodzi łódź'], others: ['Lod'] },
  { query: 'привет', found: ['Привет, мир', 'ПРИВЕТИК'], others: ['ответ'] },
  { query: 'ёлка', found: ['елка', 'Ёлка'], others: ['полка'] },
  { query: 'θάλασσα', found: ['ΘΑΛΑΣΣΑ', 'η θαλασσα'], others: ['θάλαμος'] },
  { query: 'οδος', found: ['ΟΔΟΣ', 'οδός'], others: ['έξοδος'] },
  { query: 'محمد', found: ['مُحَمَّد', 'محمد علي'], others: ['حمد'] },
  { query: 'احمد', found: ['أحمد', 'كتب أَحْمَد'], others: ['حمد'] },
  { query: 'שלום', found: ['שָׁלוֹם עולם', 'שלום'], others: ['עולם'] },
  { query: '你好', found: ['你好吗', '他说你好。'], others: ['好你', '你很好'] },
  { query: '北京', found: ['我在北京工作', '北京'], others: ['南京', '北方的京城'] },
  { query: '東京', found: ['東京タワー'], others: ['京都の東'] },
  { query: 'ありがとう', found: ['どうもありがとうございます'], others: ['ありとう'] },
  { query: 'カメラ', found: ['新しいｶﾒﾗ', 'カメラ'], others: ['カラメ'] },
  { query: '학교', found: ['학교에 갔다', '학교'], others: ['대학'] },
  { query: '학교 갔', found: ['학교에 갔다'], others: ['학교에 간다'] },
  { query: 'แมว', found: ['ฉันมีแมวสองตัว'], others: ['หมา'] },
  { query: 'ไทย', found: ['ภาษาไทย'], others: ['ภาษา'] },
  { query: 'नमस्ते', found: ['नमस्ते दुनिया'], others: ['दुनिया'] },
  { query: 'हिन्दी', found: ['मैं हिन्दी बोलता हूँ'], others: ['हिन्द'] },
  { query: 'ｆｕｌｌ', found: ['full width', 'ＦＵＬＬ'], others: ['ful'] },
  { query: '🎉', found: ['party 🎉', '🎉🎉'], others: ['🎈'] },
  { query: '42', found: ['room 42', '421'], others: ['1420'] },
  { query: '2026-11', found: ['on 2026-11-27'], others: ['11-2026'] },
  { query: 'Zürich hbf', found: ['ZURICH HBF', 'HBF Zürich'], others: ['Zürichs HBF', 'HBF Bern'] },
  { query: 'v1.2', found: ['released v1.2', 'V1.20'], others: ['v1.3'] },
  { query: 'don’t "go there"', found: ["don't go there"], others: ['go there', "don't there go"] },
  { query: '“quoted words”', found: ['some quoted words here'], others: ['words quoted'] },
  { query: 'éé', found: ['ee', 'ÉÉ'], others: ['e e'] },
];

describe('the search of messages', () => {
  for (const { query, found, others } of cases) {
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
});
