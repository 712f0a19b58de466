/** Folding and words of names: what a search finds in every script, and bounds for any text. */
import { expect } from 'chai';
import { foldForSearch, matchesName, namePrefixes, readNameQuery } from '../../src/protocol/name-words.ts';

const finds = (displayName: string, text: string, username = 'nobody') => {
  const query = readNameQuery(text);
  return query !== null && matchesName({ username, displayName }, query);
};

describe('search by name', () => {
  const pairs = [
    ...[
      ['Θανάσης', 'ΘΑΝΑΣ'],
      ['Θανάσης', 'θανασης'],
      ['Strauß', 'strauss'],
      ['Strauss', 'STRAUẞ'],
      ['İbrahim', 'ibrahim'],
    ],
    ...[
      ['Ibrahim', 'İBRAHİM'],
      ['Yıldız', 'yildiz'],
      ['João de Souza', 'souza'],
      ['João de Souza', 'souza jo'],
    ],
    ...[
      ['Đặng Văn', 'dang van'],
      ['Søren Ægir', 'soren ae'],
      ['O’Brien', "o'br"],
      ["O'Brien", 'obrien'],
      ["O'Brien", 'brien'],
    ],
    ...[
      ['山田太郎', '太郎'],
      ['김민준', '민준'],
      ['สมชาย', 'ชาย'],
      ['ガンダム', 'ｶﾞﾝ'],
    ],
    ...[
      ['Жанна Ёлкина', 'елк жан'],
      ['محمّد علي', 'محمد'],
      ['שָׁלוֹם', 'שלום'],
      ['राम कुमार', 'राम'],
      ['Anne-Marie', 'marie'],
    ],
    ...[
      ['Anne‑Marie', 'anne-m'],
      ['１２３ Ｗｉｄｅ', '123 w'],
      ['😀 Smile', '😀'],
      ['ﬁne', 'fin'],
      ['Nguyễn', 'nguyê'],
    ],
  ] as [string, string][];
  for (const [name, query] of pairs) {
    it(`finds ${name} by ${query}`, () => {
      expect(finds(name, query)).to.equal(true);
    });
  }

  it('finds no middle of a word, no word too many, and no other vowel sign', () => {
    const none = [
      ['Souza', 'ouza'],
      ['João Souza', 'souza jo x'],
      ['राम', 'रो'],
      ['Anna', 'annab'],
      ['山田', '山本'],
    ] as const;
    for (const [name, query] of none) expect(finds(name, query), `${name}, ${query}`).to.equal(false);
  });

  it('reads an at sign as the start of a username, and white space as no query', () => {
    expect(finds('Ann', '@ann')).to.equal(false);
    expect(finds('Zoe', '@Ann', 'anna')).to.equal(true);
    expect(finds('Zoe', 'ann', 'anna')).to.equal(true);
    expect(readNameQuery(' \n\u00a0')).to.equal(null);
  });

  it('folds a folded text to itself, for every character', () => {
    for (let code = 1; code < 0x30000; code += 1) {
      const folded = foldForSearch(String.fromCodePoint(code));
      if (foldForSearch(folded) !== folded) expect.fail(`U+${code.toString(16)}`);
    }
  });

  it('bounds the words of any text in number and length', () => {
    for (const text of [
      'a-'.repeat(32),
      '山'.repeat(64),
      '\ufdfa'.repeat(64),
      'a b '.repeat(16),
      '😀'.repeat(64),
      '\ud800',
    ]) {
      const prefixes = namePrefixes(text);
      expect(prefixes.length, text).to.be.at.most(200);
      for (const prefix of prefixes) expect([...prefix].length).to.be.at.most(32);
    }
    const query = readNameQuery('word '.repeat(100_000));
    expect(query?.words.length).to.be.at.most(8);
    expect(namePrefixes('')).to.deep.equal([]);
  });
});
