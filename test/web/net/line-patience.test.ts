/** How long the page waits for the server, on quick and on slow lines. */
import { expect } from 'chai';
import { LinePatience } from '../../../src/web/net/line-patience.ts';

describe('LinePatience', () => {
  it('waits the least time on a quick line, and longer for each item of the answer', () => {
    const line = new LinePatience();
    line.answered(20);
    expect(line.limitMs(3_000)).to.equal(3_000);
    expect(line.limitMs(3_000, 100)).to.equal(23_000);
  });

  it('waits four times as long as the slowest answer took, and less after quick answers', () => {
    const line = new LinePatience();
    line.answered(5_000);
    expect(line.limitMs(3_000)).to.equal(20_000);
    for (let count = 0; count < 20; count += 1) line.answered(20);
    expect(line.limitMs(3_000)).to.equal(3_000);
  });

  it('waits twice as long after each wait in vain, up to a minute', () => {
    const line = new LinePatience();
    const waits = [10_000];
    for (let count = 0; count < 4; count += 1) {
      line.gaveUp(waits.at(-1) as number);
      waits.push(line.limitMs(10_000));
    }
    expect(waits).to.deep.equal([10_000, 20_000, 40_000, 60_000, 60_000]);
  });
});
