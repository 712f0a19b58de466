/** The watch that notices a silent server while an answer is awaited. */
import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { SilenceWatch } from '../../../src/web/net/silence-watch.ts';

describe('SilenceWatch', () => {
  let clock: Clock;
  let silent: number[];
  let watch: SilenceWatch;
  beforeEach(() => {
    clock = install({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    silent = [];
    watch = new SilenceWatch((limitMs) => silent.push(limitMs));
  });
  afterEach(() => clock.uninstall());

  it('reports a silence as long as the limit, once, and none while nothing is awaited', () => {
    clock.tick(60_000);
    expect(silent).to.deep.equal([]);
    watch.await(1_000);
    clock.tick(999);
    expect(silent).to.deep.equal([]);
    clock.tick(60_000);
    expect(silent).to.deep.equal([1_000]);
  });

  it('starts again with everything that arrives', () => {
    watch.await(1_000);
    clock.tick(900);
    watch.heard();
    clock.tick(900);
    expect(silent).to.deep.equal([]);
    clock.tick(100);
    expect(silent).to.deep.equal([1_000]);
  });

  it('is as patient as the most patient of the requests that still wait', () => {
    const done = watch.await(5_000);
    watch.await(1_000);
    clock.tick(2_000);
    expect(silent).to.deep.equal([]);
    done();
    clock.tick(0);
    expect(silent).to.deep.equal([1_000]);
  });

  it('reports nothing when the answer has come in time', () => {
    const done = watch.await(1_000);
    clock.tick(900);
    done();
    clock.tick(60_000);
    expect(silent).to.deep.equal([]);
  });
});
