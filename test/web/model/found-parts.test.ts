/** Tests of the parts of a text that the search shows. */
import { expect } from 'chai';
import { foundParts } from '../../../src/web/model/search/found-parts.ts';

const shown = (body: string, ranges: [number, number][]) =>
  foundParts(body, ranges)
    .map(({ text, isFound }) => (isFound ? `[${text}]` : text))
    .join('');

describe('foundParts', () => {
  it('marks what was found, counted in code points', () => {
    expect(
      shown('😀 ein Apfel 🍏 Äpfel', [
        [6, 11],
        [14, 19],
      ]),
    ).to.equal('😀 ein [Apfel] 🍏 [Äpfel]');
    expect(shown('plain', [])).to.equal('plain');
    expect(shown('all', [[0, 3]])).to.equal('[all]');
  });

  it('begins a long text at a word before the first place, and ends it', () => {
    const text = shown(`${'word '.repeat(100)}found ${'word '.repeat(100)}`, [[500, 505]]);
    expect(text).to.match(/^…(word ){6}\[found\] word .*…$/);
    expect([...text].length).to.be.below(250);
  });

  it('cuts a text without spaces anywhere', () => {
    expect(shown('字'.repeat(100), [[50, 52]])).to.match(/^…字{32}\[字字\]字+$/);
  });

  it('cuts a place that is longer than the shown part', () => {
    expect(shown('x'.repeat(500), [[0, 500]])).to.equal(`[${'x'.repeat(240)}]…`);
  });
});
