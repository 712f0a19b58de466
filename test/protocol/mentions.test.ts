/** Mentions: whole usernames after `@`, never a part of a word or of an address. */
import { expect } from 'chai';
import { mentionsIn } from '../../src/protocol/mentions.ts';

const namesIn = (body: string) => mentionsIn(body).map(({ username }) => username);

describe('mentions', () => {
  it('finds each username after an @, with its place', () => {
    expect(mentionsIn('@anna and (@Bob-2)')).to.deep.equal([
      { start: 0, end: 5, username: 'anna' },
      { start: 11, end: 17, username: 'bob-2' },
    ]);
  });

  it('leaves the punctuation after a name', () => {
    for (const body of ['@anna.', '@anna, hi', '@anna...', '“@anna”', '**@anna**', '@anna: yes', '@anna-'])
      expect(namesIn(body), body).to.deep.equal(['anna']);
    expect(namesIn('@anna.b_c. Hi')).to.deep.equal(['anna.b_c']);
  });

  const none = ['anna@example.org', 'a.@anna', 'x@anna', 'é@anna', '@annaé', '@anna.é', '@anna@example.org', '@@anna'];
  const addresses = ['https://example.org/@anna', 'https://example.org/?q=@anna', 'a+@anna', '@', '@ anna', '@-anna'];
  for (const body of [...none, ...addresses]) {
    it(`finds nothing in ${body}`, () => {
      expect(namesIn(body)).to.deep.equal([]);
    });
  }

  it('finds no name that is longer or shorter than a username', () => {
    expect(namesIn(`@${'a'.repeat(33)}`)).to.deep.equal([]);
    expect(namesIn('@a')).to.deep.equal([]);
  });

  it('folds A to Z alone', () => {
    expect(namesIn('@ANNA @\u212Aim')).to.deep.equal(['anna']);
  });

  it('takes linear time', () => {
    expect(mentionsIn('@a.-'.repeat(250_000))).to.deep.equal([]);
    expect(mentionsIn(`@${'a.'.repeat(500_000)}`)).to.deep.equal([]);
  });
});
