/** Tests of the refresher with fake timers. */
import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { Refresher } from '../../../src/web/model/refresher.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';

/** A fetch that takes 100 ms and records when it started. */
class SlowFetch {
  readonly startedAt: number[] = [];
  readonly abandoned: boolean[] = [];
  failure: WireFailure | null = null;

  readonly run = async (abandoned: AbortSignal): Promise<void> => {
    this.startedAt.push(Date.now());
    const failure = this.failure;
    await new Promise((resolve) => setTimeout(resolve, 100));
    this.abandoned.push(abandoned.aborted);
    if (failure) throw failure;
  };
}

describe('Refresher', () => {
  let clock: Clock & { uninstall(): void };
  let fetch: SlowFetch;
  let canRun: boolean;
  let refresher: Refresher;

  beforeEach(() => {
    clock = install();
    fetch = new SlowFetch();
    canRun = true;
    refresher = new Refresher(fetch.run, { canRun: () => canRun });
  });
  afterEach(() => {
    refresher.stop();
    clock.uninstall();
  });
  const starts = () => fetch.startedAt.length;

  it('answers any number of calls during a fetch with one more fetch', async () => {
    const calls = [refresher.refresh(), refresher.refresh(), refresher.refresh()];
    expect(starts()).to.equal(1);
    await clock.tickAsync(100);
    expect(starts()).to.equal(2);
    await clock.tickAsync(100);
    await Promise.all(calls);
    expect(starts()).to.equal(2);
    void refresher.refresh();
    expect(starts()).to.equal(3);
  });

  it('runs again when the fetch itself asks for it, and never twice at once', async () => {
    let [running, runs] = [0, 0];
    const self: Refresher = new Refresher(async () => {
      running += 1;
      runs += 1;
      expect(running).to.equal(1);
      if (runs < 3) void self.refresh();
      await Promise.resolve();
      running -= 1;
    });
    await self.refresh();
    expect(runs).to.equal(3);
  });

  it('retries with a growing delay up to 5 s, and starts over after a success', async () => {
    fetch.failure = new WireFailure('timeout', '');
    void refresher.refresh();
    await clock.tickAsync(60_000);
    const delays = fetch.startedAt.slice(1).map((at, index) => at - (fetch.startedAt[index] ?? 0) - 100);
    expect(delays[0]).to.be.within(200, 400);
    expect(delays[2]).to.be.within(800, 1_600);
    expect(Math.max(...delays)).to.be.within(2_500, 5_000);
    fetch.failure = null;
    await clock.tickAsync(10_000);
    const settled = starts();
    fetch.failure = new WireFailure('timeout', '');
    void refresher.refresh();
    await clock.tickAsync(501);
    expect(starts()).to.equal(settled + 2);
  });

  it('waits as long as the server asks', async () => {
    fetch.failure = new WireFailure('rate_limited', '', 7_000);
    void refresher.refresh();
    await clock.tickAsync(7_099);
    expect(starts()).to.equal(1);
    await clock.tickAsync(1);
    expect(starts()).to.equal(2);
  });

  it('answers calls during a failed fetch with the retry alone', async () => {
    fetch.failure = new WireFailure('rate_limited', '', 7_000);
    void refresher.refresh();
    void refresher.refresh();
    await clock.tickAsync(5_000);
    expect(starts()).to.equal(1);
    refresher.refreshUnlessWaiting();
    refresher.refreshSoon(10);
    await clock.tickAsync(1_000);
    expect(starts()).to.equal(1);
    void refresher.refresh();
    expect(starts()).to.equal(2);
  });

  it('skips fetches and retries while it cannot run', async () => {
    canRun = false;
    await refresher.refresh();
    expect(starts()).to.equal(0);
    canRun = true;
    fetch.failure = new WireFailure('disconnected', '');
    void refresher.refresh();
    canRun = false;
    await clock.tickAsync(60_000);
    expect([starts(), clock.countTimers()]).to.deep.equal([1, 0]);
    canRun = true;
    void refresher.refresh();
    expect(starts()).to.equal(2);
  });

  it('plans one fetch for several calls, and skips it when it is not needed any more', async () => {
    for (const delayMs of [150, 500, 10]) refresher.refreshSoon(delayMs);
    await clock.tickAsync(149);
    expect(starts()).to.equal(0);
    await clock.tickAsync(1_000);
    expect(starts()).to.equal(1);
    let isNeeded = true;
    refresher.refreshSoon(50, () => isNeeded);
    isNeeded = false;
    await clock.tickAsync(1_000);
    expect(starts()).to.equal(1);
  });

  it('abandons a fetch at a restart, and fetches after the last restart only', async () => {
    fetch.failure = new WireFailure('timeout', '');
    void refresher.refresh();
    fetch.failure = null;
    for (let count = 0; count < 3; count += 1) {
      refresher.restartSoon(200);
      await clock.tickAsync(150);
    }
    expect(starts()).to.equal(1);
    await clock.tickAsync(1_000);
    expect(starts()).to.equal(2);
    expect(fetch.abandoned).to.deep.equal([true, false]);
  });

  it('keeps the current fetch when an abandoned one ends later', async () => {
    void refresher.refresh();
    refresher.restartSoon(50);
    await clock.tickAsync(120);
    expect(fetch.abandoned).to.deep.equal([true]);
    void refresher.refresh();
    expect(starts()).to.equal(2);
    await clock.tickAsync(30);
    expect(starts()).to.equal(3);
  });

  it('plans no retry when an abandoned fetch fails', async () => {
    fetch.failure = new WireFailure('timeout', '');
    void refresher.refresh();
    refresher.restartSoon(50);
    fetch.failure = null;
    await clock.tickAsync(10_000);
    expect(starts()).to.equal(2);
  });

  it('stops for good, also when a fetch is running', async () => {
    fetch.failure = new WireFailure('timeout', '');
    void refresher.refresh();
    refresher.stop();
    await clock.tickAsync(60_000);
    await refresher.refresh();
    refresher.refreshSoon(1);
    refresher.restartSoon(1);
    await clock.tickAsync(60_000);
    expect([starts(), clock.countTimers()]).to.deep.equal([1, 0]);
  });
});
