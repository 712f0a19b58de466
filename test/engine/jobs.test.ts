/** What a node does again and again: each beat at its own pace, never two of one at once, and none after the end. */
import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { startBeats } from '../../src/engine/jobs.ts';
import { useEngine } from './engine-bench.ts';

describe('the beats of a node', () => {
  const bench = useEngine();
  let clock: Clock;
  let stop: () => void;
  const none = { presence: 0, sessions: 0, blocks: 0, missed: 0, challenges: 0 };
  const counts = { ...none };
  let troubles: unknown[];
  /** What the presence beat waits for, or fails by. */
  let work: () => Promise<void>;

  beforeEach(() => {
    clock = install({ toFake: ['setInterval', 'clearInterval'] });
    Object.assign(counts, none);
    troubles = [];
    work = async () => {};
    const { presence, sessions, blocks, missed, factors, ...engine } = bench().engine;
    const count = (beat: keyof typeof counts) => async () => {
      counts[beat] += 1;
      if (beat === 'presence') await work();
      return counts[beat];
    };
    const passkeys = { ...factors.passkeys, purgeChallenges: count('challenges') };
    const counting = {
      ...engine,
      presence: { ...presence, beat: async () => void (await count('presence')()) },
      sessions: { ...sessions, sweep: async () => void (await count('sessions')()) },
      blocks: { ...blocks, sweep: async () => void (await count('blocks')()) },
      missed: { ...missed, sweep: async () => void (await count('missed')()) },
      factors: { ...factors, passkeys },
    };
    ({ stop } = startBeats(counting, (error) => troubles.push(error)));
  });
  afterEach(() => {
    stop();
    clock.uninstall();
  });

  it('renew presence every five seconds, sweep every one or two, and purge every five minutes', async () => {
    await clock.tickAsync(999);
    expect(counts).to.deep.equal(none);
    await clock.tickAsync(1);
    expect(counts).to.deep.equal({ ...none, sessions: 1, blocks: 1 });
    await clock.tickAsync(299_000);
    expect(counts).to.deep.equal({ presence: 60, sessions: 300, blocks: 300, missed: 150, challenges: 1 });
  });

  it('are left out while the last one is under way, each for itself', async () => {
    let end = () => {};
    work = () => new Promise((resolve) => (end = resolve));
    await clock.tickAsync(20_000);
    expect(counts).to.include({ presence: 1, sessions: 20 });
    end();
    await clock.tickAsync(5_000);
    expect(counts).to.include({ presence: 2 });
  });

  it('go on after one that failed, which is told', async () => {
    const error = new Error('away');
    work = () => Promise.reject(error);
    await clock.tickAsync(10_000);
    expect(counts).to.include({ presence: 2 });
    expect(troubles).to.deep.equal([error, error]);
  });

  it('end when they are stopped', async () => {
    stop();
    expect(clock.countTimers()).to.equal(0);
    await clock.tickAsync(600_000);
    expect(counts).to.deep.equal(none);
  });
});
