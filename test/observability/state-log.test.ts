/** Tests that a service that fails is logged once per cause, and once when it works again. */
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { pino } from 'pino';
import { createStateLog, type StateLog } from '../../src/observability/state-log.ts';

describe('the state of a service in the log', () => {
  let lines: Record<string, unknown>[];
  let counted: string[];
  let state: StateLog;
  let clock: ReturnType<typeof install>;
  beforeEach(() => {
    lines = [];
    counted = [];
    clock = install({ toFake: ['performance'] });
    const write = (line: string) => void lines.push(JSON.parse(line));
    state = createStateLog('redis', pino({ base: null, timestamp: false }, { write }), (kind) => counted.push(kind));
  });
  afterEach(() => clock.uninstall());
  const logged = () => lines.map(({ state: now, kind }) => (kind === undefined ? now : `${now} ${kind}`));

  it('names the cause once, however many calls fail, and counts each', () => {
    for (let call = 0; call < 776; call += 1) state.failed('refused', 'connect ECONNREFUSED 127.0.0.1:6379');
    expect(lines).to.deep.equal([
      {
        level: 40,
        service: 'redis',
        state: 'down',
        kind: 'refused',
        reason: 'connect ECONNREFUSED 127.0.0.1:6379',
        msg: 'redis fails',
      },
    ]);
    expect(counted).to.have.length(776);
    expect(state.isUp()).to.equal(false);
  });

  it('names each other cause once, although they alternate', () => {
    for (let call = 0; call < 10; call += 1) {
      state.failed('refused', 'refused');
      state.failed('timed_out', 'Command timed out');
    }
    expect(logged()).to.deep.equal(['down refused', 'down timed_out']);
  });

  it('says once that the service works again, with the time and the number of failures', () => {
    state.failed('refused', 'refused');
    clock.tick(3_000);
    state.failed('refused', 'refused');
    clock.tick(5_000);
    state.works();
    state.works();
    expect(logged()).to.deep.equal(['down refused', 'up']);
    expect(lines[1]).to.include({ downMs: 3_000, failures: 2 });
    expect(state.isUp()).to.equal(true);
    state.failed('refused', 'refused');
    expect(logged(), 'a new outage').to.deep.equal(['down refused', 'up', 'down refused']);
  });

  it('does not alternate while calls succeed and fail by turns', () => {
    for (let call = 0; call < 20; call += 1) {
      state.failed('full', 'OOM command not allowed');
      clock.tick(1_000);
      state.works();
    }
    expect(logged()).to.deep.equal(['down full']);
  });

  it('logs nothing while the service works', () => {
    for (let call = 0; call < 5; call += 1) state.works();
    expect(lines).to.deep.equal([]);
  });
});
