/** Tests of what the user has seen: where a conversation opens, what is reported as read, and the place to return to. */
import { expect } from 'chai';
import { FakeDevices } from './fake-devices.ts';
import type { FakeWire } from './fake-server.ts';
import { fakeStores } from './fake-stores.ts';

describe('Reading', () => {
  let devices: FakeDevices;
  let wire: FakeWire;
  beforeEach(() => {
    devices = new FakeDevices();
    wire = devices.server.connect('ann');
  });
  afterEach(() => devices.end());

  const say = (count: number, from = 'ben', to = 'ann') => {
    for (let index = 0; index < count; index += 1) devices.server.send(from, to, `text ${index}`);
  };
  const open = async (stores = fakeStores()) => {
    const ann = devices.device('ann', wire, stores);
    await devices.settle();
    ann.openWith('ben');
    await devices.settle();
    return ann;
  };

  for (const listed of [true, false]) {
    it(`opens a conversation at its first unread message, 5,000 back${listed ? '' : ', before the list is known'}`, async () => {
      say(6_000);
      devices.server.mark('read', 'ann', 'ben', 1_000);
      const ann = devices.device('ann', wire);
      if (listed) await devices.settle();
      ann.openWith('ben');
      await devices.settle();
      const seqs = ann.rows.value.map(({ seq }) => seq);
      expect([seqs[0], seqs.at(-1)]).to.deep.equal([976, 1_025]);
      expect(ann.conversations.withPeer('ben').hasNewer.value).to.equal(true);
      ann.reading.seen(1_010, false);
      expect(ann.rows.value.find(({ startsNew }) => startsNew)?.seq).to.equal(1_001);
      await devices.settle();
      expect(wire.payloads('markRead')).to.deep.equal([{ with: 'ben', seq: 1_010 }]);
    });
  }

  for (const [own, other] of [
    [60, 100],
    [10, 80],
    [60, 1],
    [320, 100],
  ] as const) {
    it(`opens at the first of ${other} messages that follow ${own} own ones, and reports it as read`, async () => {
      say(30);
      devices.server.mark('read', 'ann', 'ben', 30);
      say(own, 'ann', 'ben');
      say(other);
      const ann = await open();
      const conversation = ann.conversations.withPeer('ben');
      const first = 30 + own + 1;
      const rows = ann.rows.value;
      expect([rows.find(({ startsNew }) => startsNew)?.seq, rows.length]).to.deep.equal([
        first,
        Math.min(50, 25 + other),
      ]);
      expect(await ann.history.firstUnread(conversation, 30)).to.equal(first);
      ann.reading.seen(first, false);
      await devices.settle();
      expect(wire.payloads('markRead')).to.deep.equal([{ with: 'ben', seq: first }]);
    });
  }

  it('passes over deleted messages as over own ones', async () => {
    say(30);
    devices.server.mark('read', 'ann', 'ben', 30);
    say(60, 'ann', 'ben');
    say(50);
    for (const seq of [91, 92]) {
      devices.server.change('ben', 'ann', seq, { event: 'deleteMessage', body: '', emoji: '', on: true });
    }
    const ann = await open();
    expect(await ann.history.firstUnread(ann.conversations.withPeer('ben'), 30)).to.equal(93);
  });

  it('passes over five pages of own messages at most', async () => {
    say(30);
    devices.server.mark('read', 'ann', 'ben', 30);
    say(900, 'ann', 'ben');
    say(50);
    const ann = await open();
    const passed = wire.payloads('chatHistory').filter((asked) => 'after' in asked);
    expect(passed).to.have.length(5);
    const rows = ann.rows.value;
    expect(rows.some(({ seq }) => seq === 30 + 25 + 500)).to.equal(true);
  });

  it('opens at the end a conversation in which only own messages follow the read ones', async () => {
    say(100, 'ann', 'ben');
    const ann = await open();
    expect(ann.rows.value.at(-1)?.seq).to.equal(100);
    expect(ann.rows.value.some(({ startsNew }) => startsNew)).to.equal(false);
  });

  it('counts as read only what has been on the screen, and reports each advance once', async () => {
    say(83);
    const ann = await open();
    ann.reading.seen(16, false);
    ann.reading.seen(16, false);
    expect(ann.conversations.unread.value).to.equal(67);
    await devices.settle();
    for (let seq = 17; seq <= 45; seq += 1) ann.reading.seen(seq, false);
    expect(ann.conversations.unread.value).to.equal(38);
    await devices.settle();
    ann.reading.seen(30, false);
    await devices.settle();
    expect(wire.payloads('markRead')).to.deep.equal([
      { with: 'ben', seq: 16 },
      { with: 'ben', seq: 45 },
    ]);
  });

  it('reads nothing that a jump has skipped', async () => {
    say(1_000);
    const ann = await open();
    await ann.jumpTo(500);
    ann.reading.seen(510, false);
    expect(ann.conversations.withPeer('ben').readState.value.ownReadSeq).to.equal(0);
  });

  it('reads nothing after a jump within the loaded messages, until the first unread one or the end was on the screen', async () => {
    say(130);
    const ann = await open();
    const conversation = ann.conversations.withPeer('ben');
    const see = (top: number, bottom: number) => {
      ann.reading.places.keep(conversation, bottom === 130 ? null : { seq: top, above: 0 });
      ann.reading.seen(bottom, bottom === 130);
      return conversation.readState.value.ownReadSeq;
    };
    await ann.history.newer(conversation, () => {});
    await ann.history.newer(conversation, () => {});
    expect(ann.rows.value.at(-1)?.seq).to.equal(130);
    expect(see(33, 47)).to.equal(0);
    expect(see(1, 12)).to.equal(12);
    expect(see(33, 47)).to.equal(12);
    expect(see(13, 25)).to.equal(25);
    expect(see(118, 130)).to.equal(130);
  });

  it('reads on where only own and deleted messages are above the screen', async () => {
    say(10);
    devices.server.mark('read', 'ann', 'ben', 10);
    say(10);
    say(10, 'ann', 'ben');
    say(10);
    for (const seq of [11, 12]) {
      devices.server.change('ben', 'ann', seq, { event: 'deleteMessage', body: '', emoji: '', on: true });
    }
    const ann = await open();
    const conversation = ann.conversations.withPeer('ben');
    const see = (top: number, bottom: number) => {
      ann.reading.places.keep(conversation, { seq: top, above: 0 });
      ann.reading.seen(bottom, false);
      return conversation.readState.value.ownReadSeq;
    };
    expect(see(13, 20)).to.equal(20);
    expect(see(25, 35)).to.equal(35);
  });

  it('opens at the message where the user was, also in another page of the same tab', async () => {
    const kept: { places?: unknown } = {};
    const stores = () => ({
      ...fakeStores(),
      places: {
        load: () => structuredClone(kept.places),
        save: (places: unknown) => void Object.assign(kept, { places }),
      },
    });
    say(1_000);
    devices.server.mark('read', 'ann', 'ben', 1_000);
    const ann = await open(stores());
    await ann.jumpTo(300);
    const conversation = ann.conversations.withPeer('ben');
    ann.reading.places.keep(conversation, { seq: 298, above: 0.5 });
    ann.openWith('cid');
    ann.openWith('ben');
    expect(conversation.place).to.deep.equal({ seq: 298, above: 0.5 });
    ann.keepForReload();
    const reloaded = await open(stores());
    expect(reloaded.conversations.withPeer('ben').place).to.deep.equal({ seq: 298, above: 0.5 });
    expect(reloaded.rows.value.some(({ seq }) => seq === 298)).to.equal(true);
    reloaded.clear();
    expect(kept.places).to.deep.equal({});
  });

  it('knows after a reload up to where the end was read, and forgets it then', async () => {
    const kept: { places?: unknown } = {};
    const stores = () => ({
      ...fakeStores(),
      places: { load: () => kept.places, save: (places: unknown) => void Object.assign(kept, { places }) },
    });
    say(40);
    const ann = await open(stores());
    ann.reading.seen();
    ann.keepForReload();
    const reloaded = devices.device('ann', wire, stores());
    reloaded.openWith('ben');
    const conversation = reloaded.conversations.withPeer('ben');
    expect([conversation.place, conversation.readState.value.ownReadSeq]).to.deep.equal([null, 40]);
    reloaded.openWith(null);
    reloaded.keepForReload();
    expect(kept.places).to.deep.equal({});
  });

  it('ignores stored places that are not valid', async () => {
    say(60);
    devices.server.mark('read', 'ann', 'ben', 60);
    for (const stored of [null, 'text', [1], { ben: { seq: 'x', above: 0 } }, { ben: null }, { ben: { seq: 3 } }]) {
      const ann = await open({ ...fakeStores(), places: { load: () => stored, save: () => {} } } as never);
      expect(ann.rows.value.at(-1)?.seq).to.equal(60);
    }
  });
});
