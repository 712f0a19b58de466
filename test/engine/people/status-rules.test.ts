/** Tests that a change of do-not-disturb alone tells nothing to others. */
import { expect } from 'chai';
import { useEngine } from '../engine-bench.ts';

describe('the own status', () => {
  const bench = useEngine();

  it('tells watchers of another status only, and the own devices of every change', async () => {
    const { engine, fanout, join } = bench();
    const anna = await join();
    const pushes = async (body: Parameters<typeof engine.ownStatus.set>[1]) => {
      fanout.take();
      await engine.ownStatus.set(anna, body);
      return fanout.take().map(({ event, to }) => `${event} to ${to}`);
    };
    const ofAll = ['status to devices', 'updateUsers to watchers', 'directoryChanged to devices'];
    expect(await pushes({ text: 'Here' })).to.have.members(ofAll);
    expect(await pushes({ text: 'Here', doNotDisturb: true })).to.deep.equal(['status to devices']);
    expect(await pushes({ text: 'Here' })).to.deep.equal(['status to devices']);
    expect(await pushes({})).to.have.members(ofAll);
  });
});
