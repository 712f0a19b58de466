/** Web Push of the messages of rooms on two nodes, to a push service of the tests' own. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { expectStatus, logIn, register, type TestUser } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { type PushBrowser, PushService } from '../support/push-service.ts';
import { until } from '../support/waiting.ts';
import { nodesOf } from './pair-across-nodes.ts';

describe('Web Push of a room', () => {
  const service = new PushService();
  let cluster: Cluster;
  let first: string;
  let second: string;
  before(async () => {
    await service.start();
    cluster = await startCluster({ nodes: 2, env: service.env });
    ({ first, second } = nodesOf(cluster));
  });
  after(async () => {
    await cluster?.stop();
    service.stop();
    expect(service.faults).to.deep.equal([]);
  });

  async function subscribe(user: TestUser): Promise<PushBrowser> {
    const browser = service.newBrowser();
    expectStatus(await user.fetch('/api/push', { method: 'PUT', body: browser.subscription }), 204);
    return browser;
  }
  const join = async (url: string) => {
    const user = await register(url);
    return { user, browser: await subscribe(user) };
  };

  /** Ann owns the room and writes at the first node; the others are at the second. */
  async function makeRoom() {
    const [ann, ben, carl] = [await join(first), await join(second), await join(second)];
    const members = [ben.user.username, carl.user.username];
    const made = { method: 'POST', body: { title: 'Tea', members } };
    type Made = { conversation: { channelId: string } };
    const { conversation } = expectStatus(await ann.user.fetch<Made>('/api/rooms', made), 201);
    const path = `/api/rooms/${conversation.channelId}`;
    const write = async (body: string) => {
      const sent = { method: 'POST', body: { clientId: randomUUID(), body } };
      return expectStatus(await ann.user.fetch<{ message: { seq: number } }>(`${path}/messages`, sent), 201).message;
    };
    return { ann, ben, carl, path, write, conversation: conversation.channelId };
  }
  const bodies = ({ received }: PushBrowser) => received.map(({ notice }) => notice.body);
  const gets = (browser: PushBrowser, body: string) => until(`a push: ${body}`, () => bodies(browser).includes(body));

  it('tells the other members with the title and the sender, and not one who has left', async () => {
    const { ann, ben, carl, path, write, conversation } = await makeRoom();
    const { seq } = await write('the kettle boils');
    for (const { browser } of [ben, carl]) await gets(browser, 'the kettle boils');
    const notice = ben.browser.received.at(-1)?.notice;
    expect(notice).to.include({ type: 'message', tag: conversation, seq, room: 'Tea', from: ann.user.username });
    const leave = { method: 'PATCH', body: { remove: [carl.user.username] } };
    expectStatus(await carl.user.fetch(path, leave), 200);
    await write('after Carl has left');
    await gets(ben.browser, 'after Carl has left');
    expect(bodies(carl.browser)).to.deep.equal(['the kettle boils']);
    expect(bodies(ann.browser)).to.deep.equal([]);
  });

  it('tells one who has muted the room of a mention only', async () => {
    const { ben, carl, path, write } = await makeRoom();
    const muted = { method: 'PUT', body: { until: '9999-12-31T23:59:59.999Z' } };
    expectStatus(await ben.user.fetch(`${path}/mute`, muted), 200);
    await write('nothing for Ben');
    await gets(carl.browser, 'nothing for Ben');
    const mention = `@${ben.user.username} tea?`;
    await write(mention);
    await gets(ben.browser, mention);
    expect(bodies(ben.browser)).to.deep.equal([mention]);
  });

  it('withdraws the notification when another device reads the message', async () => {
    const { ben, write, conversation } = await makeRoom();
    const { seq } = await write('read me');
    await gets(ben.browser, 'read me');
    const phone = await subscribe(await logIn(first, ben.user));
    const device = await ben.user.connect(first);
    await device.ask('markRead', { conversation, seq });
    for (const browser of [ben.browser, phone])
      await until('the withdrawal', () => browser.received.some(({ notice }) => notice.type === 'read'));
    expect(phone.received.map(({ notice }) => notice)).to.deep.equal([{ type: 'read', tag: conversation, seq }]);
    device.close();
  });
});
