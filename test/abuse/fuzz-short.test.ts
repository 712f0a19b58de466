/** Runs the short tier of the fuzz runs: every route, event and frame kind, embedded and clustered. */
import { expect } from 'chai';
import { startTarget } from './abuse-target.ts';
import { fuzz } from './fuzz-run.ts';
import type { FuzzTally } from './fuzz-tally.ts';
import { events, findRoutes, nameOf } from './transport-catalogue.ts';

const runs = [
  { shape: 'embedded', count: 4_400 },
  { shape: 'cluster', count: 4_400 },
] as const;

for (const { shape, count } of runs) {
  describe(`a run of hostile input, ${shape}`, () => {
    let tally: FuzzTally;
    before(async () => {
      const target = await startTarget(shape);
      tally = await fuzz(target, count, 20).finally(() => target.stop());
    });

    it('causes no crash, wrong acceptance, leak or untyped refusal', () => {
      expect(tally.faults).to.deep.equal([]);
      expect(tally.total).to.be.at.least(count * 0.95);
    });

    it('reaches every route and every event', async () => {
      const operations = [...(await findRoutes()).map(nameOf), ...events.map(({ name }) => name)];
      expect(operations.filter((name) => !tally.outcomes.has(name))).to.deep.equal([]);
    });

    it('contains accepted and refused payloads for every event', () => {
      for (const { name } of events) {
        expect(tally.of(name, 'ok'), name).to.be.above(0);
        expect(tally.of(name, 'invalid_input'), name).to.be.above(0);
      }
    });
  });
}
