/** Tests of the page size: a time-out makes the next pages smaller, other failures do not. */
import { expect } from 'chai';
import { PageSize } from '../../../src/web/model/page-size.ts';
import { type FailureCode, WireFailure } from '../../../src/web/model/wire-failure.ts';

describe('PageSize', () => {
  async function sizesAfter(...failures: FailureCode[]): Promise<number[]> {
    const size = new PageSize(100);
    const asked: number[] = [];
    for (const code of failures) {
      const failing = size.fetch(50, async (limit) => {
        asked.push(limit);
        throw new WireFailure(code, 'failed');
      });
      expect(await failing.catch((error: WireFailure) => error.code)).to.equal(code);
    }
    return [...asked, await size.fetch(100, async (limit) => limit)];
  }

  it('asks for a quarter of the items after each time-out, but never for fewer than five', async () => {
    expect(await sizesAfter('timeout', 'timeout', 'timeout')).to.deep.equal([50, 12, 5, 5]);
    const many = Array.from({ length: 10 }, () => 'timeout' as const);
    expect((await sizesAfter(...many)).at(-1)).to.equal(5);
  });

  it('keeps its size after other failures', async () => {
    expect(await sizesAfter('unavailable', 'rate_limited', 'disconnected')).to.deep.equal([50, 50, 50, 100]);
  });
});
