/** Tests of delivery, read state and unread counts on several devices. */
import { expect } from 'chai';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeDevices } from './fake-devices.ts';
import { fakeStores } from './fake-stores.ts';

describe('read and unread', () => {
  let devices: FakeDevices;
  beforeEach(() => {
    devices = new FakeDevices();
  });
  afterEach(() => devices.end());

  it('shows an own message as sending, sent, delivered and read, in one row', async () => {
    const ann = devices.device('ann');
    const ben = devices.device('ben');
    ann.openWith('ben');
    await devices.settle();
    ann.send('hello');
    expect(ann.rows.value.map(({ status }) => status)).to.deep.equal(['sending']);
    const key = ann.rows.value[0]?.key;
    await devices.settle(50);
    expect(ann.rows.value.map(({ status }) => status)).to.deep.equal(['sent']);
    await devices.settle();
    expect(ann.rows.value.map(({ status }) => status)).to.deep.equal(['delivered']);
    expect(ben.conversations.unread.value).to.equal(1);
    ben.openWith('ann');
    await devices.settle();
    ben.reading.seen();
    expect(ben.conversations.unread.value).to.equal(0);
    await devices.settle();
    expect(ann.rows.value.map(({ status }) => status)).to.deep.equal(['read']);
    expect(ann.rows.value[0]?.key).to.equal(key);
  });

  it('shows where new messages begin to a user who returns, and not to a user who was present', async () => {
    const ann = devices.device('ann');
    ann.openWith('ben');
    await devices.settle();
    const comes = async (body: string) => {
      devices.server.send('ben', 'ann', body);
      await devices.settle();
    };
    const firstNew = () => ann.rows.value.find(({ startsNew }) => startsNew)?.body;
    ann.reading.seen();
    await comes('while looking');
    ann.reading.seen();
    expect(firstNew()).to.equal(undefined);
    ann.reading.lookedAway();
    await comes('while away');
    await comes('and more');
    ann.reading.seen();
    expect(firstNew()).to.equal('while away');
    await comes('while looking again');
    ann.reading.seen();
    expect(firstNew()).to.equal('while away');
    ann.reading.lookedAway();
    ann.reading.seen();
    expect(firstNew()).to.equal('while away');
  });

  it('lowers the unread count when another device has read', async () => {
    const [desk, phone] = [devices.device('ann'), devices.device('ann')];
    devices.server.send('ben', 'ann', '1');
    devices.server.send('ben', 'ann', '2');
    await devices.settle();
    expect(desk.conversations.unread.value).to.equal(2);
    phone.openWith('ben');
    await devices.settle();
    phone.reading.seen();
    await devices.settle();
    expect(desk.conversations.unread.value).to.equal(0);
  });

  it('fetches the list only when another device has read messages that this one does not know', async () => {
    const wire = devices.server.connect('ann');
    for (const letter of 'babbab')
      devices.server.send(letter === 'b' ? 'ben' : 'ann', letter === 'b' ? 'ann' : 'ben', letter);
    const ann = devices.device('ann', wire);
    await devices.settle();
    const asked = () => wire.payloads('conversations').length;
    const before = asked();
    devices.server.mark('read', 'ann', 'ben', 3);
    await devices.settle();
    expect(ann.conversations.unread.value).to.equal(2);
    expect(asked()).to.equal(before + 1);
    devices.server.mark('read', 'ann', 'ben', 6);
    devices.server.mark('read', 'ben', 'ann', 6);
    await devices.settle();
    expect(ann.conversations.unread.value).to.equal(0);
    expect(asked()).to.equal(before + 1);
  });

  it('reports what arrives in a conversation on screen as read only, and the rest as delivered only', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    ann.openWith('ben');
    await devices.settle();
    devices.server.send('cleo', 'ann', 'elsewhere');
    devices.server.send('ben', 'ann', '1');
    ann.reading.seen();
    await devices.settle();
    expect(wire.payloads('markDelivered')).to.deep.equal([{ with: 'cleo', seq: 1 }]);
    expect(wire.payloads('markRead')).to.deep.equal([{ with: 'ben', seq: 1 }]);
    ann.reading.lookedAway();
    devices.server.send('ben', 'ann', '2');
    await devices.settle();
    ann.reading.seen();
    await devices.settle();
    expect(wire.payloads('markDelivered')).to.deep.equal([
      { with: 'cleo', seq: 1 },
      { with: 'ben', seq: 2 },
    ]);
    expect(wire.payloads('markRead').at(-1)).to.deep.equal({ with: 'ben', seq: 2 });
    devices.server.send('ben', 'ann', 'read on another device');
    devices.server.mark('read', 'ann', 'ben', 3);
    await devices.settle();
    expect(wire.payloads('markDelivered')).to.have.length(2);
  });

  it('reports only the highest receipt, and once', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    ann.openWith('ben');
    await devices.settle();
    for (let count = 0; count < 5; count += 1) devices.server.send('ben', 'ann', `${count}`);
    ann.reading.seen();
    ann.reading.seen();
    await devices.settle();
    ann.reading.seen();
    await devices.settle(60_000);
    expect(wire.payloads('markDelivered')).to.deep.equal([]);
    expect(wire.payloads('markRead')).to.deep.equal([{ with: 'ben', seq: 5 }]);
  });

  it('reports five deliveries at a time, and before them what is read', async () => {
    const wire = devices.server.connect('ann');
    for (let peer = 0; peer < 50; peer += 1) devices.server.send(`peer${peer}`, 'ann', 'hello');
    wire.delayMs = 100;
    const ann = devices.device('ann', wire);
    ann.openWith('peer49');
    await devices.settle(250);
    ann.reading.seen();
    expect(wire.payloads('markDelivered')).to.have.length(5);
    await devices.settle(100);
    expect(wire.payloads('markRead')).to.deep.equal([{ with: 'peer49', seq: 1 }]);
    await devices.settle(2_000);
    expect(wire.payloads('markDelivered')).to.have.length(49);
  });

  it('reports no delivery again after a reload of the page', async () => {
    const delivered = fakeTabStore();
    for (const peer of ['ben', 'cleo']) devices.server.send(peer, 'ann', 'hello');
    const first = devices.device('ann', devices.server.connect('ann'), { ...fakeStores(), delivered } as never);
    await devices.settle();
    first.keepForReload();
    devices.server.send('cleo', 'ann', 'more');
    const wire = devices.server.connect('ann');
    devices.device('ann', wire, { ...fakeStores(), delivered } as never);
    await devices.settle();
    expect(wire.payloads('markDelivered')).to.deep.equal([{ with: 'cleo', seq: 2 }]);
    first.clear();
    expect(delivered.load()).to.deep.equal({});
  });

  it('reports after a reload what the user had read just before it, and until the server has confirmed it', async () => {
    const read = fakeTabStore();
    const open = () => devices.device('ann', devices.server.connect('ann'), { ...fakeStores(), read } as never);
    devices.server.send('ben', 'ann', 'hello');
    const first = open();
    first.openWith('ben');
    await devices.settle();
    first.reading.seen();
    first.keepForReload();
    first.stop();
    expect(read.load()).to.deep.equal({ ben: 1 });
    const second = open();
    expect(second.conversations.withPeer('ben').readState.value.ownReadSeq).to.equal(1);
    await devices.settle(500);
    second.keepForReload();
    expect(read.load()).to.deep.equal({});
    const third = devices.device('ann', devices.server.connect('ann'));
    await devices.settle(500);
    expect(third.conversations.withPeer('ben').unread.value).to.equal(0);
  });

  it('asks for the list and the open conversation before anything else', async () => {
    const wire = devices.server.connect('ann');
    devices.server.send('ben', 'ann', 'hello');
    wire.state.value = 'connecting';
    const ann = devices.device('ann', wire);
    ann.openWith('ben');
    wire.state.value = 'connected';
    await devices.settle();
    expect(wire.requests.slice(0, 2).map(({ event }) => event)).to.deep.equal(['conversations', 'chatHistory']);
  });

  it('keeps a receipt until the server accepts it', async () => {
    const wire = devices.server.connect('ann');
    const ann = devices.device('ann', wire);
    devices.server.send('ben', 'ann', '1');
    ann.openWith('ben');
    await devices.settle();
    wire.fate = ({ event }) => (event === 'markRead' ? new WireFailure('timeout', '') : null);
    ann.reading.seen();
    await devices.settle();
    wire.state.value = 'lost';
    await devices.settle(5_000);
    wire.fate = () => null;
    wire.state.value = 'connected';
    await devices.settle();
    expect(devices.server.history('ann', { with: 'ben' }).read.me).to.equal(1);
  });

  it('keeps the line before new messages while the conversation is open, and shows none for messages read on arrival', async () => {
    const ann = devices.device('ann');
    const news = () => ann.rows.value.filter(({ startsNew }) => startsNew).map(({ body }) => body);
    await devices.settle();
    for (const body of ['1', '2']) devices.server.send('ben', 'ann', body);
    ann.openWith('ben');
    await devices.settle();
    expect(news()).to.deep.equal(['1']);
    ann.reading.seen();
    devices.server.send('ben', 'ann', '3');
    ann.reading.seen();
    await devices.settle();
    expect(news()).to.deep.equal(['1']);
    ann.openWith(null);
    ann.openWith('ben');
    ann.reading.seen();
    devices.server.send('ben', 'ann', '4');
    expect(news()).to.deep.equal([]);
    ann.openWith(null);
    devices.server.send('ben', 'ann', '5');
    ann.openWith('ben');
    expect(news()).to.deep.equal(['4']);
  });

  it('takes the marks of what is read away once one of the two hides it, and shows them again', async () => {
    const ann = devices.device('ann');
    ann.openWith('ben');
    devices.server.send('ann', 'ben', 'hello');
    devices.server.mark('read', 'ben', 'ann', 1);
    await devices.settle();
    const status = () => ann.rows.value.map((row) => row.status);
    expect(status()).to.deep.equal(['read']);
    devices.server.hidingReads.add('ann');
    devices.server.wires[0]?.push({ event: 'resync', payload: { reason: 'privacy' } });
    await devices.settle(3_000);
    expect(status()).to.deep.equal(['delivered']);
    devices.server.hidingReads.clear();
    ann.resync();
    await devices.settle();
    expect(status()).to.deep.equal(['read']);
    devices.server.hidingReads.add('ben');
    await devices.settle(70_000);
    expect(status()).to.deep.equal(['delivered']);
    devices.server.hidingReads.clear();
    ann.resync();
    await devices.settle();
    expect(status()).to.deep.equal(['read']);
  });

  it('keeps a mark that a late answer does not know', async () => {
    const ann = devices.device('ann');
    ann.openWith('ben');
    devices.server.send('ann', 'ben', 'hello');
    await devices.settle();
    const late = devices.server.history('ann', { with: 'ben' });
    devices.server.mark('read', 'ben', 'ann', 1);
    const conversation = ann.conversations.withPeer('ben');
    conversation.learnPage(late);
    expect(ann.rows.value.map((row) => row.status)).to.deep.equal(['read']);
    conversation.learnPage(devices.server.history('ann', { with: 'ben' }));
    conversation.learnPage(late);
    expect(ann.rows.value.map((row) => row.status)).to.deep.equal(['read']);
  });
});

/** A store of a tab, which outlives the page. */
function fakeTabStore() {
  let kept: unknown = null;
  return {
    load: () => structuredClone(kept),
    save(values: unknown) {
      kept = values;
    },
  };
}
