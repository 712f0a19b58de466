/** Tests that the messenger notices missed messages and fetches them. */
import { expect } from 'chai';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeDevices } from './fake-devices.ts';

describe('Messenger', () => {
  let devices: FakeDevices;
  beforeEach(() => {
    devices = new FakeDevices();
  });
  afterEach(() => devices.end());

  it('notices a missing message by the `seq` of the next, and fetches it', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    devices.server.send('ben', 'ann', 'one');
    ann.openWith('ben');
    await devices.settle();
    wire.heldPushes = [];
    devices.server.send('ben', 'ann', 'two (lost)');
    wire.heldPushes = null;
    devices.server.send('ben', 'ann', 'three');
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['one']);
    await devices.settle();
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['one', 'two (lost)', 'three']);
  });

  it('notices a lost last push within 30 s', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    ann.openWith('ben');
    await devices.settle();
    wire.heldPushes = [];
    devices.server.send('ben', 'ann', 'missed');
    await devices.settle(31_000);
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['missed']);
  });

  it('fetches again after a resync push, and when the connection is back', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    ann.openWith('ben');
    await devices.settle();
    wire.heldPushes = [];
    devices.server.send('ben', 'ann', '1');
    const asked = wire.payloads('chatHistory').length;
    for (let told = 0; told < 3; told += 1) wire.deliver({ event: 'resync', payload: { reason: 'test' } });
    // Not at once: the node sends the same push to all its clients.
    expect(wire.payloads('chatHistory')).to.have.length(asked);
    await devices.settle(2_500);
    expect(wire.payloads('chatHistory')).to.have.length(asked + 1);
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['1']);
    wire.state.value = 'lost';
    devices.server.send('ben', 'ann', '2');
    wire.state.value = 'connected';
    await devices.settle();
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['1', '2']);
  });

  it('retries a fetch that fails while connected', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    ann.openWith('ben');
    await devices.settle();
    let failures = 2;
    wire.fate = ({ event }) => (event === 'chatHistory' && failures-- > 0 ? new WireFailure('timeout', '') : null);
    devices.server.send('ben', 'ann', '1');
    wire.heldPushes = [];
    devices.server.send('ben', 'ann', '2');
    wire.heldPushes = null;
    devices.server.send('ben', 'ann', '3');
    await devices.settle(8_000);
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['1', '2', '3']);
  });

  for (const writer of ['ben', 'cid']) {
    const where = writer === 'ben' ? 'the open conversation' : 'another conversation';
    it(`fetches once more when it misses a message in ${where} during a fetch`, async () => {
      const wire = devices.server.connect('ann');
      const ann = devices.device('ann', wire);
      devices.server.send(writer, 'ann', 'known');
      ann.openWith('ben');
      await devices.settle();
      wire.delayMs = 500;
      if (writer === 'ben') void ann.history.catchUp(ann.conversations.withPeer('ben'));
      else void ann.inbox.refresh();
      await devices.settle(50);
      wire.heldPushes = [];
      devices.server.send(writer, 'ann', 'missed');
      wire.heldPushes = null;
      devices.server.send(writer, 'ann', 'received');
      await devices.settle(2_000);
      expect(ann.conversations.unread.value).to.equal(3);
      if (writer === 'ben')
        expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['known', 'missed', 'received']);
    });
  }

  it('restarts at the first unread message after a long absence, or at the newest page when all is read', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    devices.server.send('ben', 'ann', 'first');
    ann.openWith('ben');
    await devices.settle();
    wire.state.value = 'lost';
    wire.heldPushes = [];
    for (let count = 0; count < 700; count += 1) devices.server.send('ben', 'ann', `${count}`);
    wire.state.value = 'connected';
    await devices.settle();
    expect(ann.rows.value[0]?.body).to.equal('first');
    expect(ann.rows.value).to.have.length(50);
    wire.state.value = 'lost';
    for (let count = 0; count < 700; count += 1) devices.server.send('ann', 'ben', `${count}`);
    devices.server.mark('read', 'ann', 'ben', 1_401);
    ann.openWith(null);
    wire.state.value = 'connected';
    await devices.settle();
    ann.openWith('ben');
    await ann.history.toNewest(ann.conversations.withPeer('ben'));
    expect(ann.rows.value.at(-1)?.body).to.equal('699');
    expect(ann.rows.value).to.have.length(50);
    await ann.history.older(ann.conversations.withPeer('ben'), () => {});
    expect(ann.rows.value).to.have.length(100);
  });

  it('fetches the name of a user who writes for the first time', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    await devices.settle();
    const before = wire.payloads('conversations').length;
    devices.server.send('ben', 'ann', 'first message');
    await devices.settle();
    expect(ann.users.knows('ben')).to.equal(true);
    devices.server.send('ben', 'ann', 'second message');
    await devices.settle();
    expect(wire.payloads('conversations')).to.have.length(before + 1);
  });

  it('keeps showing an acknowledged message while messages before it are missing', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    ann.openWith('ben');
    await devices.settle();
    wire.heldPushes = [];
    devices.server.send('ben', 'ann', 'missed');
    ann.send('mine');
    await devices.settle(10);
    expect(ann.rows.value.map(({ body, status }) => [body, status])).to.deep.equal([['mine', 'sent']]);
    await devices.settle();
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['missed', 'mine']);
  });
});
