/** The messenger as a whole: after any losses it ends as a device that has just fetched everything. */
import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import fc from 'fast-check';
import { Messenger } from '../../src/web/model/messenger.ts';
import { WireFailure } from '../../src/web/model/wire-failure.ts';
import { PretendServer, type PretendWire, person } from './pretend-server.ts';
import { pretendStore } from './pretend-store.ts';

/** What somebody would see of the state, as plain data. */
function sight(device: Messenger) {
  const conversations = device.threads.active.value.map((thread) => ({
    peer: thread.peer,
    last: thread.last.value?.seq,
    unread: thread.unread.value,
    positions: thread.positions.value,
  }));
  conversations.sort((a, b) => a.peer.localeCompare(b.peer));
  const log = device.rows.value.slice(-20).map(({ body, mark, mine }) => ({ body, mark, mine }));
  return { conversations, log };
}

describe('messenger', () => {
  let clock: Clock;
  let server: PretendServer;
  let devices: Messenger[];

  beforeEach(() => begin());
  afterEach(() => end());
  function begin() {
    clock = install();
    server = new PretendServer();
    devices = [];
  }
  function end() {
    for (const device of devices) device.stop();
    clock.uninstall();
  }
  function device(me: string, wire: PretendWire = server.connect(me)): Messenger {
    const made = new Messenger(person(me), wire, pretendStore());
    made.start();
    devices.push(made);
    return made;
  }
  const settle = (ms = 1_000) => clock.tickAsync(ms);

  it('shows what a fresh fetch shows, after any loss, doubling and order of pushes', async function () {
    this.timeout(120_000);
    const action = fc.record({
      kind: fc.constantFrom('ben says', 'cid says', 'I say elsewhere', 'ben reads', 'ben receives', 'I read elsewhere'),
      far: fc.integer({ min: 0, max: 4 }),
    });
    const scenario = fc.record({
      earlier: fc.array(action, { maxLength: 12 }),
      actions: fc.array(action, { minLength: 1, maxLength: 20 }),
      fates: fc.array(fc.constantFrom('lost', 'once', 'twice'), { minLength: 8, maxLength: 8 }),
      shuffle: fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
      opensBefore: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ earlier, actions, fates, shuffle, opensBefore }) => {
        end();
        begin();
        for (const { kind, far } of earlier) act(kind, far);
        const wire = server.connect('ann');
        const ann = device('ann', wire);
        if (opensBefore) ann.openWith('ben');
        await settle();
        wire.held = [];
        for (const { kind, far } of actions) act(kind, far);
        const pushes = wire.held
          .map((push, index) => ({
            push,
            fate: fates[index % fates.length],
            rank: shuffle[index % shuffle.length] ?? 0,
          }))
          .sort((a, b) => a.rank - b.rank);
        wire.held = null;
        for (const { push, fate } of pushes) {
          if (fate !== 'lost') wire.hand(push);
          if (fate === 'twice') wire.hand(push);
        }
        ann.openWith('ben');
        ann.resync();
        await settle();

        const fresh = device('ann');
        fresh.openWith('ben');
        await settle();
        expect(sight(ann)).to.deep.equal(sight(fresh));
      }),
      { numRuns: 1_000 },
    );
  });

  function act(kind: string, far: number): void {
    const length = server.channel('ann', 'ben').messages.length;
    if (kind === 'ben says') server.send('ben', 'ann', `b${length}`);
    if (kind === 'cid says') server.send('cid', 'ann', 'psst');
    if (kind === 'I say elsewhere') server.send('ann', 'ben', `a${length}`);
    if (kind === 'ben reads') server.mark('read', 'ben', 'ann', length - far);
    if (kind === 'ben receives') server.mark('delivered', 'ben', 'ann', length - far);
    if (kind === 'I read elsewhere') server.mark('read', 'ann', 'ben', length - far);
  }

  it('notices a missing message by the number of the next, and fetches it', async () => {
    const wire = server.connect('ann');
    const ann = device('ann', wire);
    server.send('ben', 'ann', 'one');
    ann.openWith('ben');
    await settle();
    wire.held = [];
    server.send('ben', 'ann', 'two (lost)');
    wire.held = null;
    server.send('ben', 'ann', 'three');
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['one']);
    await settle();
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['one', 'two (lost)', 'three']);
  });

  it('notices by itself, within 30 s, that the last push was lost', async () => {
    const wire = server.connect('ann');
    const ann = device('ann', wire);
    ann.openWith('ben');
    await settle();
    wire.held = [];
    server.send('ben', 'ann', 'unheard');
    await settle(31_000);
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['unheard']);
  });

  it('fetches again when the server says resync, and when the connection is back', async () => {
    const wire = server.connect('ann');
    const ann = device('ann', wire);
    ann.openWith('ben');
    await settle();
    wire.held = [];
    server.send('ben', 'ann', '1');
    wire.hand({ event: 'resync', payload: { reason: 'test' } });
    await settle();
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['1']);
    wire.state.value = 'lost';
    server.send('ben', 'ann', '2');
    wire.state.value = 'connected';
    await settle();
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['1', '2']);
  });

  it('tries again by itself when a repair fails while connected', async () => {
    const wire = server.connect('ann');
    const ann = device('ann', wire);
    ann.openWith('ben');
    await settle();
    let failures = 2;
    wire.fate = ({ event }) => (event === 'chatHistory' && failures-- > 0 ? new WireFailure('timeout', '') : null);
    server.send('ben', 'ann', '1');
    wire.held = [];
    server.send('ben', 'ann', '2');
    wire.held = null;
    server.send('ben', 'ann', '3');
    await settle(8_000);
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['1', '2', '3']);
  });

  it('looks once more when something is missed while an answer is on its way', async () => {
    const wire = server.connect('ann');
    const ann = device('ann', wire);
    server.send('cid', 'ann', 'known');
    ann.openWith('ben');
    await settle();
    wire.delayMs = 500;
    ann.resync();
    await settle(50);
    wire.held = [];
    server.send('ben', 'ann', '1');
    server.send('cid', 'ann', '1');
    wire.held = null;
    server.send('ben', 'ann', '2');
    server.send('cid', 'ann', '2');
    await settle(2_000);
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['1', '2']);
    expect(ann.threads.unread.value).to.equal(5);
  });

  it('starts anew after so long an absence that the hole is not worth filling', async () => {
    const wire = server.connect('ann');
    const ann = device('ann', wire);
    server.send('ben', 'ann', 'first');
    ann.openWith('ben');
    await settle();
    wire.state.value = 'lost';
    wire.held = [];
    for (let count = 0; count < 700; count += 1) server.send('ben', 'ann', `${count}`);
    wire.state.value = 'connected';
    await settle();
    expect(ann.rows.value.at(-1)?.body).to.equal('699');
    expect(ann.rows.value).to.have.length(50);
    await ann.history.older(ann.threads.with('ben'));
    expect(ann.rows.value).to.have.length(100);
  });

  it('brings a message from written to read, and shows it once all the way', async () => {
    const ann = device('ann');
    const ben = device('ben');
    ann.openWith('ben');
    await settle();
    ann.send('hello');
    expect(ann.rows.value.map(({ mark }) => mark)).to.deep.equal(['sending']);
    const key = ann.rows.value[0]?.key;
    await settle(50);
    expect(ann.rows.value.map(({ mark }) => mark)).to.deep.equal(['sent']);
    await settle();
    expect(ann.rows.value.map(({ mark }) => mark)).to.deep.equal(['delivered']);
    expect(ben.threads.unread.value).to.equal(1);
    ben.openWith('ann');
    await settle();
    ben.seen();
    expect(ben.threads.unread.value).to.equal(0);
    await settle();
    expect(ann.rows.value.map(({ mark }) => mark)).to.deep.equal(['read']);
    expect(ann.rows.value[0]?.key).to.equal(key);
  });

  it('lowers unread on one device when another has read', async () => {
    const [desk, phone] = [device('ann'), device('ann')];
    server.send('ben', 'ann', '1');
    server.send('ben', 'ann', '2');
    await settle();
    expect(desk.threads.unread.value).to.equal(2);
    phone.openWith('ben');
    await settle();
    phone.seen();
    await settle();
    expect(desk.threads.unread.value).to.equal(0);
  });

  it('reports receipts gathered, once, and the highest only', async () => {
    const wire = server.connect('ann');
    const ann = device('ann', wire);
    ann.openWith('ben');
    await settle();
    for (let count = 0; count < 5; count += 1) server.send('ben', 'ann', `${count}`);
    ann.seen();
    ann.seen();
    await settle();
    ann.seen();
    await settle(60_000);
    expect(wire.payloads('markDelivered')).to.deep.equal([{ with: 'ben', seq: 5 }]);
    expect(wire.payloads('markRead')).to.deep.equal([{ with: 'ben', seq: 5 }]);
  });

  it('keeps a receipt until it can be reported', async () => {
    const wire = server.connect('ann');
    const ann = device('ann', wire);
    server.send('ben', 'ann', '1');
    ann.openWith('ben');
    await settle();
    wire.fate = ({ event }) => (event === 'markRead' ? new WireFailure('timeout', '') : null);
    ann.seen();
    await settle();
    wire.state.value = 'lost';
    await settle(5_000);
    wire.fate = () => null;
    wire.state.value = 'connected';
    await settle();
    expect(server.history('ann', { with: 'ben' }).read.me).to.equal(1);
  });

  it('does not lose sight of an acknowledged message beyond a hole', async () => {
    const wire = server.connect('ann');
    const ann = device('ann', wire);
    ann.openWith('ben');
    await settle();
    wire.held = [];
    server.send('ben', 'ann', 'unheard');
    ann.send('mine');
    await settle(10);
    expect(ann.rows.value.map(({ body, mark }) => [body, mark])).to.deep.equal([['mine', 'sent']]);
    await settle();
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['unheard', 'mine']);
  });
});
