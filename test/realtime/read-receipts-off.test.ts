/** Read receipts that one of two users hides: neither learns how far the other has read, on any surface. */
import { expect } from 'chai';
import type { ConversationPage, HistoryPage, MessageInfo } from '../../src/protocol/shapes.ts';
import { messageTo } from '../engine/engine-bench.ts';
import { useNode } from '../http/in-process-node.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { collect, type Device } from '../support/device.ts';
import { everything, settled } from './sockets.ts';

/** Ann has sent three messages to Ben, and Ben one to Ann. */
interface Scene {
  ann: TestUser;
  ben: TestUser;
  anns: Device;
  bens: Device;
}

describe('the setting readReceipts', () => {
  const url = useNode();
  const devices: Device[] = [];
  afterEach(() => {
    for (const device of devices.splice(0)) device.close();
  });

  async function connect(user: TestUser): Promise<Device> {
    const device = await user.connect();
    devices.push(device);
    return device;
  }

  async function makeScene(): Promise<Scene> {
    const [ann, ben] = await Promise.all([register(url()), register(url())]);
    const [anns, bens] = await Promise.all([connect(ann), connect(ben)]);
    for (let sent = 0; sent < 3; sent += 1) await anns.ask('chatMessage', messageTo(ben));
    await bens.ask('chatMessage', messageTo(ann));
    return { ann, ben, anns, bens };
  }

  const hide = (device: Device, readReceipts = false) => device.ask('saveSettings', { readReceipts });

  /** Asks every request that tells of the peer, also for the times of the own message of this seq. */
  async function known(me: TestUser, mine: Device, peer: TestUser, seq: number) {
    const path = `/api/conversations/${peer.username}/messages`;
    const pages = [
      await mine.ask('chatHistory', { with: peer.username }),
      (await mine.ask('conversations', {})).conversations[0],
      expectStatus(await me.fetch<HistoryPage>(path), 200),
      expectStatus(await me.fetch<ConversationPage>('/api/conversations'), 200).conversations[0],
    ];
    const infos = [
      await mine.ask('messageInfo', { with: peer.username, seq }),
      expectStatus(await me.fetch<MessageInfo>(`${path}/${seq}/info`), 200),
    ];
    const [first] = pages;
    for (const page of pages) {
      expect(page?.read).to.deep.equal(first?.read);
      expect(page?.delivered).to.deep.equal(first?.delivered);
    }
    expect(infos[0]).to.deep.equal(infos[1]);
    const isTimed = (at: string | null | undefined) => typeof at === 'string';
    return {
      read: first?.read.peer,
      delivered: first?.delivered.peer,
      hasReadTime: isTimed(infos[0]?.readAt),
      hasDeliveredTime: isTimed(infos[0]?.deliveredAt),
    };
  }

  it('tells read states while neither of the two has it off', async () => {
    const { ann, ben, anns, bens } = await makeScene();
    const reads = collect(anns, 'read');
    await bens.ask('markRead', { with: ann.username, seq: 2 });
    await settled(anns);
    expect(reads.map(({ seq }) => seq)).to.deep.equal([2]);
    const all = { read: 2, delivered: 2, hasReadTime: true, hasDeliveredTime: true };
    expect(await known(ann, anns, ben, 2)).to.deep.equal(all);
  });

  for (const hider of ['the reader', 'the author']) {
    it(`hides read states when ${hider} has it off, and still tells what was delivered`, async () => {
      const { ann, ben, anns, bens } = await makeScene();
      await hide(hider === 'the reader' ? bens : anns);
      const phone = await connect(ben);
      await settled(anns, bens, phone);
      const [heard, own] = [everything(anns), collect(phone, 'read')];
      await bens.ask('markDelivered', { with: ann.username, seq: 1 });
      expect(await bens.ask('markRead', { with: ann.username, seq: 1 })).to.deep.equal({ read: 1 });
      expect(await bens.ask('markRead', { with: ann.username, seq: 2 })).to.deep.equal({ read: 2 });
      await settled(anns, phone);
      expect(heard.map(({ name, payload }) => [name, (payload as { seq: number }).seq])).to.deep.equal([
        ['delivered', 1],
        ['delivered', 2],
      ]);
      expect(own.map(({ seq }) => seq)).to.deep.equal([1, 2]);
      const told = { read: 0, delivered: 2, hasReadTime: false, hasDeliveredTime: true };
      expect(await known(ann, anns, ben, 2)).to.deep.equal(told);
      const again = await connect(ann);
      expect(await known(ann, again, ben, 2)).to.deep.equal(told);
      const mine = await phone.ask('chatHistory', { with: ann.username });
      expect(mine.read.me).to.equal(2);
      expect((await phone.ask('conversations', {})).conversations[0]?.unread).to.equal(1);
    });
  }

  it('tells nothing of a reading that delivers nothing new', async () => {
    const { ann, anns, bens } = await makeScene();
    await hide(bens);
    await bens.ask('markDelivered', { with: ann.username, seq: 3 });
    await settled(anns);
    const heard = everything(anns);
    await bens.ask('markRead', { with: ann.username, seq: 3 });
    await settled(anns);
    expect(heard).to.deep.equal([]);
  });

  it('tells the present read state without its times when it is on again, and later progress in full', async () => {
    const { ann, ben, anns, bens } = await makeScene();
    await hide(bens);
    await bens.ask('markRead', { with: ann.username, seq: 2 });
    await hide(bens, true);
    const past = { read: 2, delivered: 2, hasReadTime: false, hasDeliveredTime: true };
    expect(await known(ann, anns, ben, 2)).to.deep.equal(past);
    const reads = collect(anns, 'read');
    await bens.ask('markRead', { with: ann.username, seq: 3 });
    await settled(anns);
    expect(reads.map(({ seq }) => seq)).to.deep.equal([3]);
    expect(await known(ann, anns, ben, 3)).to.deep.include({ read: 3, hasReadTime: true });
  });

  it('keeps the times of reading for an author who has it off, but not the reader', async () => {
    const { ann, ben, anns, bens } = await makeScene();
    await hide(anns);
    await bens.ask('markRead', { with: ann.username, seq: 2 });
    await hide(anns, true);
    expect(await known(ann, anns, ben, 2)).to.deep.include({ read: 2, hasReadTime: true });
  });

  it('goes on hiding when the account is deleted', async () => {
    const { ann, ben, anns, bens } = await makeScene();
    await hide(bens);
    await bens.ask('markRead', { with: ann.username, seq: 2 });
    expectStatus(await ben.fetch('/api/me', { method: 'DELETE', body: { password: ben.password } }), 204);
    expect(await known(ann, anns, ben, 2)).to.deep.include({ read: 0, delivered: 2, hasReadTime: false });
  });

  it('makes all own devices fetch again at a change, and no device of others', async () => {
    const { ben, anns, bens } = await makeScene();
    const phone = await connect(ben);
    await settled(anns, bens, phone);
    const heard = [bens, phone, anns].map((device) => everything(device));
    await hide(bens);
    await hide(bens);
    await bens.ask('saveSettings', { theme: 'dark' });
    await settled(anns, bens, phone);
    expect(heard.map((pushes) => pushes.map(({ name }) => name))).to.deep.equal([
      ['resync'],
      ['resync', 'settings', 'settings'],
      [],
    ]);
  });

  it('leaves notes to oneself as they are', async () => {
    const { ann, anns } = await makeScene();
    await hide(anns);
    await anns.ask('chatMessage', messageTo(ann));
    const page = await anns.ask('chatHistory', { with: ann.username });
    expect([page.read, page.delivered]).to.deep.equal([{ me: 1, peer: 1 }, { peer: 1 }]);
  });
});
