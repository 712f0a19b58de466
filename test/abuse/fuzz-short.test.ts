/** The short tier of the fuzz runs: every route, every event and the frames below, in both shapes, some hundred inputs each. */
import { expect } from 'chai';
import { startTarget } from './abuse-target.ts';
import { events, findRoutes, nameOf } from './door-catalogue.ts';
import { fuzz } from './fuzz-run.ts';
import type { FuzzTally } from './fuzz-tally.ts';

const runs = [
  { shape: 'embedded', count: 4_000 },
  { shape: 'cluster', count: 1_500 },
] as const;

for (const { shape, count } of runs) {
  describe(`hostile inputs, ${shape}`, () => {
    let tally: FuzzTally;
    before(async () => {
      const target = await startTarget(shape);
      tally = await fuzz(target, count, 20).finally(() => target.stop());
    });

    it('crash nothing, pass nothing, tell nobody, and are refused by the contract’s codes', () => {
      expect(tally.faults).to.deep.equal([]);
      expect(tally.total).to.be.at.least(count * 0.95);
    });

    it('reach every route and every event', async () => {
      const doors = [...(await findRoutes()).map(nameOf), ...events.map(({ name }) => name)];
      expect(doors.filter((door) => !tally.outcomes.has(door))).to.deep.equal([]);
    });

    it('are near enough to right that every event takes some of them, and refuses others', () => {
      for (const { name } of events) {
        expect(tally.of(name, 'ok'), name).to.be.above(0);
        expect(tally.of(name, 'invalid_input'), name).to.be.above(0);
      }
    });
  });
}
