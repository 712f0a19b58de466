/** The periodic jobs of a node: intervals, skipped runs, failures, stop. */
import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { startJobs } from '../../src/engine/jobs.ts';
import { useEngine } from './engine-bench.ts';

describe('startJobs', () => {
  const bench = useEngine();
  let clock: Clock;
  let stop: () => void;
  const none = {
    presence: 0,
    sessions: 0,
    blocks: 0,
    privacy: 0,
    missed: 0,
    moves: 0,
    challenges: 0,
    invites: 0,
    names: 0,
    index: 0,
  };
  const counts = { ...none };
  let troubles: unknown[];
  /** Runs within the presence heartbeat: it can delay it or make it fail. */
  let work: () => Promise<void>;

  beforeEach(() => {
    clock = install({ toFake: ['setInterval', 'clearInterval'] });
    Object.assign(counts, none);
    troubles = [];
    work = async () => {};
    const { presence, sessions, blocks, privacyChanges, missed, missedMoves, factors, invites, people, searchIndex } =
      bench().engine;
    const count = (job: keyof typeof counts) => async () => {
      counts[job] += 1;
      if (job === 'presence') await work();
      return counts[job];
    };
    const passkeys = { ...factors.passkeys, purgeChallenges: count('challenges') };
    const counting = {
      ...bench().engine,
      presence: { ...presence, heartbeat: async () => void (await count('presence')()) },
      sessions: { ...sessions, poll: async () => void (await count('sessions')()) },
      blocks: { ...blocks, poll: async () => void (await count('blocks')()) },
      privacyChanges: { ...privacyChanges, poll: async () => void (await count('privacy')()) },
      missed: { ...missed, poll: async () => void (await count('missed')()) },
      missedMoves: { ...missedMoves, poll: async () => void (await count('moves')()) },
      factors: { ...factors, passkeys },
      invites: { ...invites, purge: async () => void (await count('invites')()) },
      searchIndex: { ...searchIndex, run: async () => void (await count('index')()) },
      people: { ...people, indexNames: async () => void (await count('names')()) },
    };
    ({ stop } = startJobs(counting, (error) => troubles.push(error)));
  });
  afterEach(() => {
    stop();
    clock.uninstall();
  });

  it('runs the presence heartbeat every 5 s, polls every 1 or 2 s, indexes every second and purges challenges every 5 min and invites every hour', async () => {
    await clock.tickAsync(999);
    expect(counts).to.deep.equal(none);
    await clock.tickAsync(1);
    expect(counts).to.deep.equal({ ...none, sessions: 1, blocks: 1, privacy: 1, index: 1 });
    await clock.tickAsync(299_000);
    expect(counts).to.deep.equal({
      ...{
        presence: 60,
        sessions: 300,
        blocks: 300,
        privacy: 300,
        missed: 150,
        moves: 150,
        challenges: 1,
        invites: 0,
        names: 150,
        index: 300,
      },
    });
    await clock.tickAsync(3_300_000);
    expect(counts.invites).to.equal(1);
  });

  it('skips runs of a job while its last run is still going', async () => {
    let end = () => {};
    work = () => new Promise((resolve) => (end = resolve));
    await clock.tickAsync(20_000);
    expect(counts).to.include({ presence: 1, sessions: 20 });
    end();
    await clock.tickAsync(5_000);
    expect(counts).to.include({ presence: 2 });
  });

  it('goes on after a run that failed, and reports its error', async () => {
    const error = new Error('away');
    work = () => Promise.reject(error);
    await clock.tickAsync(10_000);
    expect(counts).to.include({ presence: 2 });
    expect(troubles).to.deep.equal([error, error]);
  });

  it('runs no job after stop', async () => {
    stop();
    expect(clock.countTimers()).to.equal(0);
    await clock.tickAsync(600_000);
    expect(counts).to.deep.equal(none);
  });
});
