/** Tests of the command queue with messages: it loses no message, keeps their order, and repeats a message under the same id. */
import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { CommandQueue } from '../../../src/web/model/commands/command-queue.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeServer, type FakeWire } from './fake-server.ts';
import { fakeStores } from './fake-stores.ts';

const busy = (retryAfterMs?: number) => new WireFailure('unavailable', 'later', retryAfterMs);

describe('CommandQueue', () => {
  let clock: Clock;
  let server: FakeServer;
  let wire: FakeWire;
  let store: ReturnType<typeof fakeStores>['commands'];

  beforeEach(() => {
    clock = install();
    server = new FakeServer();
    wire = server.connect('ann');
    store = fakeStores().commands;
  });
  afterEach(() => clock.uninstall());

  const queue = () =>
    new CommandQueue('ann', wire, store, {
      onSent: () => {},
      onChanged: () => {},
      onDoneElsewhere: () => {},
      seqOf: () => null,
    });
  const bodies = (peer = 'ben') => server.channel('ann', peer).messages.map(({ body }) => body);
  const sentIds = () => wire.payloads('chatMessage').map((payload) => (payload as { clientId: string }).clientId);

  it('forgets a message once it is acknowledged', async () => {
    const box = queue();
    box.send('ben', 'hello');
    expect(store.kept.size).to.equal(1);
    await settle(clock);
    expect(bodies()).to.deep.equal(['hello']);
    expect(box.unsent.value).to.deep.equal([]);
    expect(store.kept.size).to.equal(0);
  });

  it('gives messages ids that are UUIDs and grow with time', async () => {
    const box = queue();
    for (const body of ['1', '2', '3']) {
      box.send('ben', body);
      await settle(clock);
    }
    expect(sentIds()).to.have.length(3);
    expect(sentIds()).to.deep.equal(sentIds().toSorted());
    for (const id of sentIds())
      expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sends a message again with the same clientId after a reload', async () => {
    wire.fate = () => 'lost';
    queue().send('ben', 'once');
    await settle(clock);
    const [first] = sentIds();
    wire.state.value = 'lost';
    await clock.tickAsync(60_000);

    const reloaded = queue();
    expect(reloaded.unsent.value.map(({ clientId }) => clientId)).to.deep.equal([first]);
    wire.fate = () => null;
    wire.state.value = 'connected';
    reloaded.resume();
    await settle(clock);
    expect(new Set(sentIds())).to.deep.equal(new Set([first]));
    expect(bodies()).to.deep.equal(['once']);
    expect(store.kept.size).to.equal(0);
  });

  it('keeps the order of each conversation when the first message fails, and sends to others meanwhile', async () => {
    let failures = 4;
    wire.fate = ({ payload }) => ((payload as { body: string }).body === '1' && failures-- > 0 ? busy() : null);
    const box = queue();
    for (const body of ['1', '2', '3']) box.send('ben', body);
    box.send('cid', 'other');
    await settle(clock);
    expect(bodies()).to.deep.equal([]);
    expect(bodies('cid')).to.deep.equal(['other']);
    await clock.tickAsync(30_000);
    expect(bodies()).to.deep.equal(['1', '2', '3']);
  });

  it('waits longer after each failure, up to a ceiling, with random delays', async () => {
    wire.fate = () => busy();
    const tries: number[] = [];
    const box = queue();
    wire.fate = () => {
      tries.push(Date.now());
      return busy();
    };
    box.send('ben', 'patience');
    await clock.tickAsync(60_000);
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(waits[0]).to.be.within(200, 400);
    expect(waits[3]).to.be.within(1_600, 3_200);
    expect(Math.max(...waits)).to.be.at.most(5_000);
    expect(new Set(waits.slice(5)).size).to.be.greaterThan(1);
  });

  it('waits as long as the server asks', async () => {
    wire.fate = () => new WireFailure('rate_limited', 'slowly', 7_000);
    const box = queue();
    box.send('ben', 'eager');
    await clock.tickAsync(6_900);
    expect(sentIds()).to.have.length(1);
    await clock.tickAsync(200);
    expect(sentIds()).to.have.length(2);
  });

  const final = [
    'invalid_input',
    'invalid_username',
    'not_found',
    'forbidden',
    'conflict',
    'payload_too_large',
  ] as const;
  for (const code of final) {
    it(`keeps a message as refused after ${code}, and sends the next`, async () => {
      wire.fate = ({ payload }) => ((payload as { body: string }).body === 'bad' ? new WireFailure(code, 'no') : null);
      const box = queue();
      box.send('ben', 'bad');
      box.send('ben', 'good');
      await clock.tickAsync(60_000);
      expect(box.unsent.value.map(({ body, refused }) => [body, refused])).to.deep.equal([['bad', code]]);
      expect(bodies()).to.deep.equal(['good']);
      expect(sentIds()).to.have.length(2);

      wire.fate = () => null;
      box.retry(box.unsent.value[0]?.clientId ?? '');
      await settle(clock);
      expect(bodies()).to.deep.equal(['good', 'bad']);
      expect(sentIds()[2] === sentIds()[0], 'the same id').to.equal(code !== 'conflict');
    });
  }

  for (const code of ['timeout', 'disconnected', 'unavailable', 'internal', 'rate_limited', 'unauthorized'] as const) {
    it(`retries after ${code}`, async () => {
      let failures = 2;
      wire.fate = () => (failures-- > 0 ? new WireFailure(code, 'later') : null);
      queue().send('ben', 'stubborn');
      await clock.tickAsync(10_000);
      expect(bodies()).to.deep.equal(['stubborn']);
      expect(new Set(sentIds()).size).to.equal(1);
    });
  }

  it('sends nothing while not connected, and sends everything in order afterwards', async () => {
    wire.state.value = 'lost';
    const box = queue();
    for (const body of ['1', '2']) box.send('ben', body);
    await clock.tickAsync(60_000);
    expect(sentIds()).to.deep.equal([]);
    wire.state.value = 'connected';
    box.resume();
    await settle(clock);
    expect(bodies()).to.deep.equal(['1', '2']);
  });

  it('sends one message once from two tabs that share a store', async () => {
    wire.state.value = 'lost';
    queue().send('ben', 'shared');
    const tabs = [queue(), queue()];
    wire.state.value = 'connected';
    for (const tab of tabs) tab.resume();
    await settle(clock);
    expect(bodies()).to.deep.equal(['shared']);
    expect(tabs.map(({ unsent }) => unsent.value.length)).to.deep.equal([0, 0]);
  });

  it('keeps the unsent messages of two tabs apart', () => {
    wire.state.value = 'lost';
    const [left, right] = [queue(), queue()];
    left.send('ben', 'from the left');
    right.send('ben', 'from the right');
    expect(
      queue()
        .unsent.value.map(({ body }) => body)
        .sort(),
    ).to.deep.equal(['from the left', 'from the right']);
  });

  it('forgets a discarded message, and accepts at most a hundred', () => {
    wire.state.value = 'lost';
    const box = queue();
    for (let count = 0; count < 100; count += 1) expect(box.send('ben', `${count}`)).to.equal(true);
    expect(box.send('ben', 'one too many')).to.equal(false);
    box.discard(box.unsent.value[0]?.clientId ?? '');
    expect(queue().unsent.value).to.have.length(99);
  });

  it('removes every unsent message when it is cleared, including those of another tab', () => {
    wire.state.value = 'lost';
    const [left, right] = [queue(), queue()];
    left.send('ben', 'from the left');
    right.send('ben', 'from the right');
    left.clear();
    expect(left.unsent.value).to.deep.equal([]);
    expect(store.kept.size).to.equal(0);
  });
});

/** Runs everything that is due within 1 ms. */
async function settle(clock: Clock): Promise<void> {
  await clock.tickAsync(1);
}
