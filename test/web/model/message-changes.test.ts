/** Tests that changes are shown at once, survive a reload, can be undone, and are told once when the server refuses them. */
import { expect } from 'chai';
import type { Messenger } from '../../../src/web/model/messenger.ts';
import type { Row } from '../../../src/web/model/transcript.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { deletion, editTo, reaction } from './fake-changes.ts';
import { FakeDevices } from './fake-devices.ts';
import type { FakeWire } from './fake-server.ts';
import { fakeStores } from './fake-stores.ts';

describe('MessageChanges', () => {
  let devices: FakeDevices;
  let wire: FakeWire;
  let stores: ReturnType<typeof fakeStores>;
  let ann: Messenger;

  const enter = () => {
    const device = devices.device('ann', wire, stores);
    device.openWith('ben');
    return device;
  };
  const row = (index = 0): Row => {
    const found = ann.rows.value.at(index);
    if (!found) throw new Error('no such row');
    return found;
  };
  const stored = (seq = 1) => devices.server.message('ann', 'ben', seq);
  const requests = () =>
    wire.requests.map(({ event }) => event).filter((event) => event.endsWith('Message') || event === 'react');

  beforeEach(async () => {
    devices = new FakeDevices();
    stores = fakeStores();
    wire = devices.server.connect('ann');
    devices.server.send('ann', 'ben', 'first');
    ann = enter();
    await devices.settle();
  });
  afterEach(() => devices.end());

  it('shows each change at once without a connection, and sends them after a reload', async () => {
    wire.state.value = 'lost';
    ann.change.edit(row(), 'second');
    ann.change.react(row(), '👍', true);
    ann.change.pin(row(), true);
    const { body, edited, pinned, waiting, reactions } = row();
    expect({ body, edited, pinned, waiting }).to.deep.equal({
      body: 'second',
      edited: true,
      pinned: true,
      waiting: true,
    });
    expect(reactions).to.deep.equal([{ emoji: '👍', count: 1, own: true, by: ['ann'] }]);
    ann.stop();
    ann = enter();
    wire.state.value = 'connected';
    await devices.settle();
    expect(stored()).to.include({ body: 'second', rev: 3 });
    expect(row()).to.include({ body: 'second', pinned: true, waiting: false });
    expect(stores.commands.kept.size).to.equal(0);
  });

  it('changes a message that is not sent yet', async () => {
    wire.state.value = 'lost';
    ann.send('typo');
    ann.change.edit(row(-1), 'text');
    ann.change.react(row(-1), '👍', true);
    expect(row(-1)).to.include({ body: 'text', status: 'sending', seq: null });
    wire.state.value = 'connected';
    await devices.settle();
    expect(stored(2)).to.include({ body: 'text' });
    expect(stored(2).reactions).to.deep.equal([{ emoji: '👍', by: ['ann'] }]);
    expect(requests()).to.deep.equal(['chatMessage', 'react']);
  });

  it('waits with a deletion as long as it can be undone, also across a reload', async () => {
    ann.change.remove(row());
    expect(row().isDeleted).to.equal(true);
    expect(ann.conversations.withPeer('ben').removals.value.map(({ key }) => key)).to.deep.equal([row().key]);
    await devices.settle(3_000);
    ann.stop();
    ann = enter();
    await devices.settle(1_000);
    expect(requests()).to.deep.equal([]);
    ann.change.undoRemove(row());
    expect(row()).to.include({ body: 'first', isDeleted: false });
    ann.change.remove(row());
    await devices.settle(4_900);
    expect(stored().deletedAt).to.equal(undefined);
    await devices.settle(200);
    expect(stored().deletedAt).to.be.a('string');
    expect(ann.conversations.withPeer('ben').removals.value).to.deep.equal([]);
  });

  it('keeps an edit that waits when the deletion after it is undone', async () => {
    wire.state.value = 'lost';
    ann.change.edit(row(), 'second');
    ann.change.remove(row());
    ann.change.undoRemove(row());
    wire.state.value = 'connected';
    await devices.settle();
    expect(stored().body).to.equal('second');
  });

  it('sends a deletion alone once its time has passed', async () => {
    wire.state.value = 'lost';
    ann.change.edit(row(), 'second');
    ann.change.remove(row());
    await devices.settle(6_000);
    wire.state.value = 'connected';
    await devices.settle();
    expect(requests()).to.deep.equal(['deleteMessage']);
  });

  it('sends a deletion at once when the user logs out', async () => {
    ann.change.remove(row());
    await Promise.all([ann.finishRemovals(), devices.settle(10)]);
    expect(stored().deletedAt).to.be.a('string');
  });

  for (const code of ['forbidden', 'conflict', 'not_found', 'invalid_input'] as const) {
    it(`shows the stored message again after ${code}, and tells the user once`, async () => {
      wire.fate = ({ event }) => (event === 'editMessage' ? new WireFailure(code, 'no') : null);
      ann.change.edit(row(), 'second');
      await devices.settle();
      expect(row()).to.include({ body: 'first', edited: false, waiting: false, changeRefused: code });
      ann.change.dismiss(row());
      expect(row().changeRefused).to.equal(null);
      expect(requests().filter((event) => event === 'editMessage')).to.have.length(1);
    });
  }

  it('shows an own waiting change on top of a later one of another device, and keeps what the server has in the end', async () => {
    wire.state.value = 'lost';
    ann.change.react(row(), '👍', true);
    devices.server.change('ann', 'ben', 1, editTo('elsewhere'));
    devices.server.change('ben', 'ann', 1, reaction('🎉'));
    wire.state.value = 'connected';
    await devices.settle();
    expect(row().body).to.equal('elsewhere');
    expect(row().reactions.map(({ emoji }) => emoji)).to.deep.equal(['🎉', '👍']);
  });

  it('accepts at most a hundred waiting commands, and says so when a deletion is one too many', async () => {
    wire.state.value = 'lost';
    for (let count = 0; count < 100; count += 1) expect(ann.send(`${count}`)).to.equal(true);
    expect(ann.send('one too many')).to.equal(false);
    expect(ann.change.pin(row(), true)).to.equal(false);
    ann.change.remove(row());
    expect(row()).to.include({ isDeleted: false, changeRefused: 'unavailable' });
    expect(ann.change.edit(row(-1), 'merged into the waiting message')).to.equal(true);
  });

  it('shows in a reply what the quoted message says now, also when that is not loaded', async () => {
    devices.server.send('ben', 'ann', 'an answer', { replyTo: 1 });
    await devices.settle();
    const reply = () => ann.rows.value.find(({ body }) => body === 'an answer')?.reply;
    expect(reply()).to.deep.equal({ seq: 1, from: 'ann', mine: true, excerpt: 'first' });
    ann.change.edit(row(), 'second');
    expect(reply()?.excerpt).to.equal('second');
    for (let count = 0; count < 60; count += 1) devices.server.send('ben', 'ann', `${count}`);
    devices.server.send('ben', 'ann', 'an answer', { replyTo: 1 });
    devices.server.mark('read', 'ann', 'ben', 63);
    await devices.settle();
    const fresh = devices.device('ann');
    fresh.openWith('ben');
    await devices.settle();
    const far = () => fresh.rows.value.at(-1)?.reply?.excerpt;
    expect(far()).to.equal('second');
    devices.server.change('ann', 'ben', 1, deletion);
    expect(far()).to.equal('');
  });

  it('sends a reply with its quote', async () => {
    const conversation = ann.conversations.withPeer('ben');
    conversation.replyingTo.value = { seq: 1, from: 'ann', body: 'first' };
    wire.state.value = 'lost';
    ann.send('an answer');
    expect(conversation.replyingTo.value).to.equal(null);
    expect(row(-1).reply).to.deep.equal({ seq: 1, from: 'ann', mine: true, excerpt: 'first' });
    wire.state.value = 'connected';
    await devices.settle();
    expect(stored(2).replyTo?.seq).to.equal(1);
  });
});
