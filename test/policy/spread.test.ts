/** Tests that the points of one key are spread over time, and those of others are not. */
import { expect } from 'chai';
import { Spread } from '../../src/policy/spread.ts';

describe('Spread', () => {
  it('lets the first points begin at once, and each later one after those before it', () => {
    const spread = new Spread(10, 3);
    const waits = Array.from({ length: 6 }, () => spread.take('anna', 1, 1_000));
    expect(waits).to.deep.equal([0, 0, 0, 0, 10, 20]);
  });

  it('counts what an expensive request costs', () => {
    const spread = new Spread(10, 0);
    expect([spread.take('anna', 10, 0), spread.take('anna', 1, 0), spread.take('anna', 1, 50)]).to.deep.equal([
      0, 100, 60,
    ]);
  });

  it('keeps nobody else waiting, and forgets after a pause', () => {
    const spread = new Spread(10, 0);
    spread.take('anna', 100, 0);
    expect([spread.take('bert', 1, 0), spread.take('anna', 1, 5_000)]).to.deep.equal([0, 0]);
  });
});
