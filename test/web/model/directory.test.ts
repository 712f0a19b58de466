/** Tests of the user search with late, repeated and failed answers. */
import { signal } from '@preact/signals';
import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { Directory } from '../../../src/web/model/directory.ts';
import { UserCache } from '../../../src/web/model/user-cache.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeServer, type FakeWire } from './fake-server.ts';

describe('Directory', () => {
  let clock: Clock & { uninstall(): void };
  let server: FakeServer;
  let wire: FakeWire;
  let directory: Directory;
  const hidden = signal<ReadonlySet<string>>(new Set());
  const names = () => directory.people.value.map(({ username }) => username);

  beforeEach(() => {
    clock = install();
    server = new FakeServer();
    server.usernames = Array.from({ length: 120 }, (_, index) => `p${String(index).padStart(3, '0')}`);
    wire = server.connect('ann');
    hidden.value = new Set(['ann']);
    directory = new Directory(wire, new UserCache(), { hidden, known: signal([]) });
  });
  afterEach(() => {
    directory.stop();
    clock.uninstall();
  });

  it('shows one page, then one more, and keeps both when it fetches again', async () => {
    await directory.refresh();
    expect([names().length, directory.hasMore.value]).to.deep.equal([50, true]);
    await directory.more();
    expect(names()).to.deep.equal(server.usernames.slice(0, 100));
    server.usernames = ['aaa', ...server.usernames];
    await directory.refresh();
    expect(names()).to.deep.equal(server.usernames.slice(0, 100));
    await directory.more();
    expect([names().length, directory.hasMore.value]).to.deep.equal([121, false]);
    directory.search('p');
    await clock.tickAsync(300);
    expect(names()).to.have.length(50);
  });

  it('sends of a long or broken query only what the server can read', async () => {
    for (const [typed, sent] of [
      ['x'.repeat(1_000_000), 'x'.repeat(256)],
      ['😀'.repeat(300), '😀'.repeat(256)],
      [' an\0n\ud800 ', 'ann\ufffd'],
    ] as const) {
      directory.search(typed);
      await clock.tickAsync(300);
      expect(wire.payloads('listUsers').map((payload) => (payload as { query?: string }).query)).to.include(sent);
    }
  });

  it('leaves out a hidden user at once', async () => {
    await directory.refresh();
    hidden.value = new Set(['p000']);
    expect(names()[0]).to.equal('p001');
  });

  it('drops the answer to an earlier query', async () => {
    await directory.refresh();
    wire.delayMs = 500;
    const early = directory.refresh();
    server.usernames = ['zoe'];
    wire.delayMs = 10;
    const late = directory.refresh();
    await clock.tickAsync(1_000);
    await Promise.all([early, late]);
    expect(names()).to.deep.equal(['zoe']);
  });

  it('retries after a failure, as late as the server asks', async () => {
    wire.fate = () => new WireFailure('rate_limited', 'slowly', 7_000);
    directory.search('p00');
    await clock.tickAsync(6_000);
    expect(directory.settled.value).to.equal(false);
    wire.fate = () => null;
    await clock.tickAsync(2_000);
    expect([directory.settled.value, names().length]).to.deep.equal([true, 10]);
  });

  it('asks nothing while there is no connection', async () => {
    wire.state.value = 'lost';
    await directory.refresh();
    expect(clock.countTimers()).to.equal(0);
  });
});
