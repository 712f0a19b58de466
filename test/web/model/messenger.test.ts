/** The messenger mends what it missed, by every occasion there is to notice. */
import { expect } from 'chai';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeDevices } from './fake-devices.ts';

describe('messenger', () => {
  let devices: FakeDevices;
  beforeEach(() => {
    devices = new FakeDevices();
  });
  afterEach(() => devices.end());

  it('notices a missing message by the number of the next, and fetches it', async () => {
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

  it('notices by itself, within 30 s, that the last push was lost', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    ann.openWith('ben');
    await devices.settle();
    wire.heldPushes = [];
    devices.server.send('ben', 'ann', 'unheard');
    await devices.settle(31_000);
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['unheard']);
  });

  it('fetches again when the server says resync, and when the connection is back', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    ann.openWith('ben');
    await devices.settle();
    wire.heldPushes = [];
    devices.server.send('ben', 'ann', '1');
    const asked = wire.payloads('chatHistory').length;
    for (let told = 0; told < 3; told += 1) wire.deliver({ event: 'resync', payload: { reason: 'test' } });
    // Not at once: every other client of the node is told at the same moment.
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

  it('tries again by itself when a repair fails while connected', async () => {
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
    it(`looks once more when something is missed in ${where} while an answer is on its way`, async () => {
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
      devices.server.send(writer, 'ann', 'unheard');
      wire.heldPushes = null;
      devices.server.send(writer, 'ann', 'heard');
      await devices.settle(2_000);
      expect(ann.conversations.unread.value).to.equal(3);
      if (writer === 'ben') expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['known', 'unheard', 'heard']);
    });
  }

  it('starts anew after so long an absence that the hole is not worth filling', async () => {
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
    expect(ann.rows.value.at(-1)?.body).to.equal('699');
    expect(ann.rows.value).to.have.length(50);
    await ann.history.older(ann.conversations.withPeer('ben'));
    expect(ann.rows.value).to.have.length(100);
  });

  it('asks who it is when somebody writes for the first time', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    await devices.settle();
    const before = wire.payloads('conversations').length;
    devices.server.send('ben', 'ann', 'you do not know me');
    await devices.settle();
    expect(ann.users.knows('ben')).to.equal(true);
    devices.server.send('ben', 'ann', 'now you do');
    await devices.settle();
    expect(wire.payloads('conversations')).to.have.length(before + 1);
  });

  it('does not lose sight of an acknowledged message beyond a hole', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    ann.openWith('ben');
    await devices.settle();
    wire.heldPushes = [];
    devices.server.send('ben', 'ann', 'unheard');
    ann.send('mine');
    await devices.settle(10);
    expect(ann.rows.value.map(({ body, status }) => [body, status])).to.deep.equal([['mine', 'sent']]);
    await devices.settle();
    expect(ann.rows.value.map(({ body }) => body)).to.deep.equal(['unheard', 'mine']);
  });
});
