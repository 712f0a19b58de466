/** Tests the state that the browser keeps: what is stored, how far it goes, and how the server's answers correct it. */
import { expect } from 'chai';
import { archiveOf } from '../../../src/web/model/archived-conversations.ts';
import { stateLimits } from '../../../src/web/model/last-state.ts';
import type { Messenger } from '../../../src/web/model/messenger.ts';
import { StateKeeper } from '../../../src/web/model/state-keeper.ts';
import { StateRestorer } from '../../../src/web/model/state-restorer.ts';
import type { StateStore, StoredList, StoredLog } from '../../../src/web/model/state-store.ts';
import { FakeDevices } from './fake-devices.ts';

/** In memory; like the browser, it keeps copies. */
class FakeStateStore implements StateStore {
  kept: StoredList | null = null;
  readonly logs = new Map<string, StoredLog>();
  saves = 0;

  async list() {
    return structuredClone(this.kept);
  }
  async log(peer: string) {
    return structuredClone(this.logs.get(peer) ?? null);
  }
  async allLogs() {
    return structuredClone([...this.logs.values()]);
  }
  async save(list: StoredList, logs: readonly StoredLog[], kept: readonly string[]) {
    this.saves += 1;
    this.kept = structuredClone(list);
    for (const log of logs) this.logs.set(log.peer, structuredClone(log));
    for (const peer of this.logs.keys()) if (!kept.includes(peer)) this.logs.delete(peer);
  }
  bodies(peer: string): string[] {
    return this.logs.get(peer)?.messages.map(({ body }) => body) ?? [];
  }
}

describe('the last state', () => {
  let devices: FakeDevices;
  let store: FakeStateStore;
  let keepers: StateKeeper[];
  beforeEach(() => {
    devices = new FakeDevices();
    store = new FakeStateStore();
    keepers = [];
  });
  afterEach(() => {
    for (const keeper of keepers) keeper.stop();
    devices.end();
  });

  /** Ann's page, which keeps its state. */
  async function start(peer = 'ben', wire = devices.server.connect('ann')): Promise<Messenger> {
    const ann = devices.device('ann', wire);
    ann.openWith(peer);
    await ann.restore(new StateRestorer(ann, store));
    keepers.push(new StateKeeper(ann, store));
    await devices.settle(3_000);
    return ann;
  }

  /** The page is closed: nothing of it receives or saves any more. */
  function close(): void {
    for (const keeper of keepers.splice(0)) keeper.stop();
    for (const wire of devices.server.wires) wire.state.value = 'lost';
    devices.server.wires.length = 0;
  }

  /** Ann's page without a connection. */
  async function startOffline(peer = 'ben'): Promise<Messenger> {
    const wire = devices.server.connect('ann');
    wire.state.value = 'lost';
    return start(peer, wire);
  }

  const shown = (ann: Messenger) => ann.rows.value.map(({ body, isDeleted }) => (isDeleted ? '(deleted)' : body));

  it('is shown without a connection: the list, the number of unread messages and the open conversation', async () => {
    for (const body of ['one', 'two']) devices.server.send('ben', 'ann', body);
    devices.server.send('cid', 'ann', 'hi');
    await start();
    close();
    const ann = await startOffline();
    expect(shown(ann)).to.deep.equal(['one', 'two']);
    expect(ann.conversations.active.value.map(({ peer, unread }) => [peer, unread.value])).to.deep.equal([
      ['ben', 2],
      ['cid', 1],
    ]);
    expect(ann.inbox.loaded.value).to.equal(true);
  });

  it('holds the open conversation, also when many others are newer', async () => {
    devices.server.send('ben', 'ann', 'long ago');
    for (let number = 0; number < stateLimits.logs; number += 1) {
      for (const body of ['hi', 'a newer one']) devices.server.send(`user${number}`, 'ann', body);
    }
    await start();
    close();
    expect(shown(await startOffline())).to.deep.equal(['long ago']);
  });

  it('holds rooms, also without a message, and what the server offers', async () => {
    const ann = await start();
    ann.features.value = ['rooms', 'search'];
    const room = { title: 'Team', memberCount: 2, role: 'member' } as const;
    const states = { unread: 0, read: { me: 0, peer: 0 }, delivered: { peer: 0 }, rev: 0 };
    ann.conversations.learn({ kind: 'room', channelId: 'R1', room, lastMessage: null, ...states });
    await devices.settle(3_000);
    close();
    const offline = await startOffline();
    expect(offline.features.value).to.deep.equal(['rooms', 'search']);
    const rooms = offline.conversations.active.value.map(({ peer, room }) => [peer, room.value?.title]);
    expect(rooms).to.deep.equal([['room:R1', 'Team']]);
  });

  it('gets the messages and the changes since then once the server answers', async () => {
    for (const body of ['one', 'two', 'three']) devices.server.send('ben', 'ann', body);
    await start();
    close();
    devices.server.change('ben', 'ann', 2, { event: 'deleteMessage', body: '', emoji: '', on: true });
    devices.server.send('ben', 'ann', 'four');
    const ann = await startOffline();
    expect(shown(ann)).to.deep.equal(['one', 'two', 'three']);
    devices.server.wires[0]!.state.value = 'connected';
    await devices.settle();
    expect(shown(ann)).to.deep.equal(['one', '(deleted)', 'three', 'four']);
  });

  it('gives way to the server when its database is an older one', async () => {
    for (const body of ['one', 'two', 'three']) devices.server.send('ben', 'ann', body);
    await start();
    close();
    devices.server.channel('ann', 'ben').messages.length = 1;
    const ann = await start();
    expect(shown(ann)).to.deep.equal(['one']);
    expect(ann.conversations.withPeer('ben').unread.value).to.equal(1);
    close();
    devices.server.channel('ann', 'ben').messages.length = 0;
    for (const body of ['1', '2', '3']) devices.server.send('ben', 'ann', body);
    expect(shown(await start())).to.deep.equal(['1', '2', '3']);
  });

  it('moves no read state before the server has confirmed the messages', async () => {
    devices.server.send('ben', 'ann', 'one');
    await start();
    close();
    const ann = await startOffline();
    ann.reading.seen();
    expect(ann.conversations.withPeer('ben').unread.value).to.equal(1);
  });

  it('keeps the newest messages of a conversation, by number and by length', async () => {
    for (let seq = 1; seq <= stateLimits.messages + 20; seq += 1) devices.server.send('ann', 'ben', `${seq}`);
    const length = 4_000;
    for (let seq = 1; seq <= 50; seq += 1) devices.server.send('ann', 'cid', `${seq} `.padEnd(length, 'x'));
    const ann = await start();
    for (let page = 0; page < 4; page += 1) await ann.history.older(ann.conversations.withPeer('ben'), () => {});
    expect(ann.rows.value.length).to.be.above(stateLimits.messages);
    ann.openWith('cid');
    await devices.settle(3_000);
    expect(store.bodies('ben')).to.have.length(stateLimits.messages);
    expect(store.bodies('ben').at(-1)).to.equal(`${stateLimits.messages + 20}`);
    expect(store.bodies('cid')).to.have.length.within(15, stateLimits.logLength / length);
    expect(store.kept?.conversations.map(({ lastMessage }) => lastMessage?.body.length)).to.have.members([140, 3]);
  });

  it('keeps as many conversations as its limits say', async () => {
    for (let one = 0; one < stateLimits.conversations + 5; one += 1) devices.server.send(`u${one}`, 'ann', 'hi');
    const ann = await start('u0');
    for (let one = 1; one < stateLimits.logs + 5; one += 1) {
      devices.server.send(`u${one}`, 'ann', 'again');
      ann.openWith(`u${one}`);
      await devices.settle(100);
    }
    await devices.settle(3_000);
    expect(store.kept?.conversations).to.have.length(stateLimits.conversations);
    expect(store.kept?.hasMore).to.equal(true);
    expect(store.logs.size).to.be.at.most(stateLimits.logs);
  });

  it('keeps archived conversations, and follows what became of them', async () => {
    for (const peer of ['ben', 'cid', 'dan']) devices.server.send(peer, 'ann', `hi of ${peer}`);
    const { archived } = devices.server;
    for (const peer of ['cid', 'dan']) archived.add(devices.server.channel('ann', peer).id);
    const first = await start('cid');
    archiveOf(first);
    await devices.settle(3_000);
    close();
    const ann = await startOffline('cid');
    const archive = archiveOf(ann);
    const peers = () => ann.conversations.archived.value.map(({ peer }) => peer).sort();
    expect([peers(), archive.count.value]).to.deep.equal([['cid', 'dan'], 2]);
    expect(ann.conversations.active.value.map(({ peer }) => peer)).to.deep.equal(['ben']);
    expect(shown(ann)).to.deep.equal(['hi of cid']);
    // Meanwhile, another device has taken both out, and archived another one.
    archived.clear();
    archived.add(devices.server.channel('ann', 'ben').id);
    devices.server.listMax = 0;
    devices.server.wires[0]!.state.value = 'connected';
    await devices.settle(3_000);
    expect([peers(), archive.count.value]).to.deep.equal([['ben'], 1]);
    archived.clear();
    close();
    const again = await start();
    archiveOf(again);
    await devices.settle(3_000);
    expect(again.conversations.archived.value).to.deep.equal([]);
  });

  it('is saved again when a conversation is archived', async () => {
    devices.server.send('ben', 'ann', 'hi');
    const ann = await start('cid');
    await archiveOf(ann).move(ann.conversations.withPeer('ben'), true);
    await devices.settle(3_000);
    expect(store.kept?.conversations.map(({ archived }) => archived)).to.deep.equal([true]);
  });

  it('asks what became of the kept archived conversations, also when there are as many as before', async () => {
    for (const peer of ['ben', 'cid']) devices.server.send(peer, 'ann', 'hi');
    const { archived } = devices.server;
    archived.add(devices.server.channel('ann', 'ben').id);
    archiveOf(await start('dan'));
    await devices.settle(3_000);
    close();
    archived.clear();
    archived.add(devices.server.channel('ann', 'cid').id);
    devices.server.listMax = 0;
    const ann = await start('dan');
    archiveOf(ann);
    await devices.settle(3_000);
    expect(ann.conversations.archived.value.map(({ peer }) => peer)).to.deep.equal(['cid']);
  });

  it('keeps as many archived conversations as its limits say', async () => {
    for (let one = 0; one < stateLimits.archived + 5; one += 1) {
      devices.server.send(`u${one}`, 'ann', 'hi');
      devices.server.archived.add(devices.server.channel('ann', `u${one}`).id);
    }
    archiveOf(await start('u0'));
    await devices.settle(3_000);
    expect(store.kept?.conversations).to.have.length(stateLimits.archived);
  });

  it('keeps the present start of a quoted message that is not kept itself', async () => {
    devices.server.send('ben', 'ann', 'a secret');
    for (let seq = 2; seq <= stateLimits.messages; seq += 1) devices.server.send('ann', 'ben', `${seq}`);
    devices.server.mark('read', 'ann', 'ben', 1);
    devices.server.send('ann', 'ben', 'answer', { replyTo: 1 });
    await start();
    devices.server.change('ben', 'ann', 1, { event: 'deleteMessage', body: '', emoji: '', on: true });
    await devices.settle(3_000);
    expect(JSON.stringify([...store.logs.values()])).to.not.contain('secret');
    expect(store.logs.get('ben')?.rev).to.equal(1);
  });

  it('is not saved before the server has answered, and not after the end', async () => {
    devices.server.send('ben', 'ann', 'one');
    await startOffline();
    expect(store.saves).to.equal(0);
    close();
    await start();
    const { saves } = store;
    expect(saves).to.be.above(0);
    devices.server.send('ben', 'ann', 'two');
    close();
    await devices.settle(3_000);
    expect(store.saves).to.equal(saves);
  });
});
