/** Tests the archive of the page: its list, its count, the undo of a move, and other devices. */
import { expect } from 'chai';
import { archiveOf } from '../../../src/web/model/archived-conversations.ts';
import type { Messenger } from '../../../src/web/model/messenger.ts';
import { FakeDevices } from './fake-devices.ts';
import type { FakeWire } from './fake-server.ts';

describe('Archive', () => {
  let devices: FakeDevices;
  let wire: FakeWire;
  let ann: Messenger;
  beforeEach(async () => {
    devices = new FakeDevices();
    for (const peer of ['ben', 'cid']) devices.server.send(peer, 'ann', 'hi');
    wire = devices.server.connect('ann');
    ann = devices.device('ann', wire);
    archiveOf(ann);
    await devices.settle();
  });
  afterEach(() => devices.end());

  const peersIn = ({ conversations }: Messenger) => ({
    active: conversations.active.value.map(({ peer }) => peer).sort(),
    archived: conversations.archived.value.map(({ peer }) => peer).sort(),
  });
  const move = (peer: string, on = true) => archiveOf(ann).move(ann.conversations.withPeer(peer), on);

  it('holds a conversation until a message comes, and its draft as long', async () => {
    ann.conversations.withPeer('ben').draft.value = 'not yet';
    expect(ann.conversations.drafted.value.map(({ peer }) => peer)).to.deep.equal(['ben']);
    await move('ben');
    expect(peersIn(ann)).to.deep.equal({ active: ['cid'], archived: ['ben'] });
    expect(ann.conversations.drafted.value).to.deep.equal([]);
    devices.server.send('ben', 'ann', 'are you there?');
    expect(peersIn(ann)).to.deep.equal({ active: ['ben', 'cid'], archived: [] });
    expect(ann.conversations.drafted.value.map(({ peer }) => peer)).to.deep.equal(['ben']);
  });

  it('is the same on another device', async () => {
    const phone = devices.device('ann');
    archiveOf(phone);
    await devices.settle();
    await move('ben');
    expect(peersIn(phone)).to.deep.equal({ active: ['cid'], archived: ['ben'] });
    await devices.settle();
    await move('ben', false);
    expect(peersIn(phone)).to.deep.equal({ active: ['ben', 'cid'], archived: [] });
    await devices.settle();
    expect(archiveOf(phone).count.value).to.equal(0);
  });

  it('undoes the last move for some seconds', async () => {
    const archive = archiveOf(ann);
    await move('ben');
    const moved = archive.moved.value;
    if (!moved) throw new Error('nothing can be undone');
    await archive.undo(moved);
    expect([peersIn(ann).archived, archive.moved.value]).to.deep.equal([[], null]);
    await move('ben');
    await devices.settle(7_000);
    expect(archive.moved.value?.archived).to.equal(true);
    await devices.settle(2_000);
    expect(archive.moved.value).to.equal(null);
  });

  it('leaves the conversation where it is when the server does not answer', async () => {
    wire.state.value = 'lost';
    const failure = await move('ben').catch((error: Error) => error);
    expect(failure).to.be.an('error');
    expect(peersIn(ann).archived).to.deep.equal([]);
    expect(archiveOf(ann).moved.value).to.equal(null);
  });

  it('counts those that the server has before it knows them', async () => {
    devices.server.archived.add(devices.server.channel('ann', 'ben').id);
    const other = devices.server.connect('ann');
    other.fate = ({ event, payload }) => (event === 'conversations' && 'archived' in payload ? 'lost' : null);
    const phone = devices.device('ann', other);
    const archive = archiveOf(phone);
    await devices.settle();
    expect([archive.count.value, archive.loaded.value]).to.deep.equal([1, false]);
  });

  it('keeps what was archived while its list was on its way', async () => {
    devices.server.listMax = 1;
    const archive = archiveOf(ann);
    wire.delayMs = 500;
    const listed = archive.more();
    wire.delayMs = 0;
    await move('ben');
    await devices.settle(1_000);
    await listed;
    expect(peersIn(ann).archived).to.deep.equal(['ben']);
  });
});
