/** Tests the way to an older message and back, and a device that was away for long. */
import { expect } from 'chai';
import type { Messenger } from '../../../src/web/model/messenger.ts';
import { editTo, reaction } from './fake-changes.ts';
import { FakeDevices } from './fake-devices.ts';
import type { FakeWire } from './fake-server.ts';

describe('a log that stands in the middle', () => {
  let devices: FakeDevices;
  let wire: FakeWire;
  let ann: Messenger;
  const seqs = () => ann.rows.value.map(({ seq }) => seq ?? 0);
  const ends = () => [seqs()[0], seqs().at(-1)];
  const ben = () => ann.conversations.withPeer('ben');
  const say = (count: number) => {
    for (let index = 0; index < count; index += 1) devices.server.send('ben', 'ann', `text ${index}`);
  };

  beforeEach(async () => {
    devices = new FakeDevices();
    say(1_000);
    devices.server.mark('read', 'ann', 'ben', 995);
    wire = devices.server.connect('ann');
    ann = devices.device('ann', wire);
    ann.openWith('ben');
    await devices.settle();
  });
  afterEach(() => devices.end());

  it('shows a far message, reaches the end again by newer pages, and reads nothing before that', async () => {
    expect(await ann.jumpTo(400)).to.equal(ann.rows.value.find(({ seq }) => seq === 400)?.key);
    expect(ends()).to.deep.equal([375, 424]);
    expect(ben().hasNewer.value).to.equal(true);
    ann.reading.seen();
    say(1);
    await devices.settle();
    expect(ann.conversations.unread.value).to.equal(6);
    expect(wire.payloads('markRead')).to.deep.equal([]);
    expect(ends()).to.deep.equal([375, 424]);
    for (let page = 0; page < 11; page += 1) await ann.history.newer(ben(), () => {});
    expect(ends()).to.deep.equal([375, 1_001]);
    expect(ben().hasNewer.value).to.equal(false);
    ann.reading.seen();
    expect(ann.conversations.unread.value).to.equal(0);
  });

  it('returns to the newest messages at once, and fetches those that were missed', async () => {
    await ann.jumpTo(10);
    wire.heldPushes = [];
    say(2);
    wire.heldPushes = null;
    const back = ann.history.toNewest(ben());
    expect(ends()).to.deep.equal([951, 1_000]);
    await back;
    expect(ends()).to.deep.equal([951, 1_002]);
    expect(ben().hasNewer.value).to.equal(false);
  });

  it('leaves the middle to send a message', async () => {
    await ann.jumpTo(10);
    ann.send('mine');
    await devices.settle();
    expect(ann.rows.value.at(-1)).to.include({ body: 'mine', status: 'sent' });
  });

  it('shows nothing else for a message that is not there, or without a connection', async () => {
    expect(await ann.jumpTo(5_000)).to.equal(null);
    wire.state.value = 'lost';
    expect(await ann.jumpTo(400)).to.equal(null);
    expect(await ann.jumpTo(990)).to.be.a('string');
    expect(ends()).to.deep.equal([951, 1_000]);
  });

  it('learns of changes whose pushes were lost, within 30 s', async () => {
    await ann.jumpTo(400);
    wire.heldPushes = [];
    devices.server.change('ben', 'ann', 399, editTo('changed'));
    await devices.settle(31_000);
    expect(ann.rows.value.find(({ seq }) => seq === 399)?.body).to.equal('changed');
    expect(ends()).to.deep.equal([375, 424]);
  });

  for (const middle of [false, true]) {
    it(`is right after 5,000 changes and messages were missed${middle ? ' in the middle' : ' at the end'}`, async () => {
      if (middle) await ann.jumpTo(400);
      wire.state.value = 'lost';
      wire.heldPushes = [];
      for (let index = 0; index < 5_000; index += 1) {
        devices.server.change('ben', 'ann', 1 + (index % 1_000), editTo(`edit ${index}`));
        devices.server.send('ben', 'ann', `later ${index}`);
      }
      wire.heldPushes = null;
      wire.requests.length = 0;
      wire.state.value = 'connected';
      await devices.settle();
      expect(ends()).to.deep.equal(middle ? [375, 424] : [971, 1_020]);
      const { messages } = devices.server.channel('ann', 'ben');
      expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(seqs().map((seq) => messages[seq - 1]?.body));
      expect(wire.requests.filter(({ event }) => event.startsWith('chat')).length).to.be.at.most(8);
      await ann.history.toNewest(ben());
      expect(ends()).to.deep.equal([5_951, 6_000]);
    });
  }

  it('asks for the changes of a loaded conversation that is not open', async () => {
    ann.openWith('cid');
    wire.heldPushes = [];
    devices.server.change('ben', 'ann', 990, reaction('👍'));
    wire.heldPushes = null;
    ann.resync();
    await devices.settle();
    wire.state.value = 'lost';
    ann.openWith('ben');
    expect(ann.rows.value.find(({ seq }) => seq === 990)?.reactions).to.have.length(1);
  });
});
