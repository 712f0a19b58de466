/** A socket lives no longer than its session: ended here, ended elsewhere without a word, or run out. How soon it closes, RC6 measures. */
import { randomUUID } from 'node:crypto';
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { openStores } from '../../src/storage/stores.ts';
import { rawRequest, startNode, useNode } from '../http/in-process-node.ts';
import { expectStatus, logIn, register } from '../support/client.ts';
import { type Device, disconnected } from '../support/device.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { codeOf, knock, send, settled } from './sockets.ts';

const day = 86_400_000;

describe('ended sessions', () => {
  const dataDir = makeFolder('ended-sessions');
  const url = useNode({ dataDir });

  it('close all their sockets on logout, and none of another session of the same person', async () => {
    const phone = await register(url());
    const laptop = await logIn(url(), phone);
    const [one, two, other] = await Promise.all([phone.connect(), phone.connect(), laptop.connect()]);
    const closed = Promise.all([disconnected(one), disconnected(two)]);
    expectStatus(await phone.logOut(), 204);
    await closed;
    await settled(other);
    expect(other.connected).to.equal(true);
    other.close();
  });

  it('do not come back by their cookie', async () => {
    const person = await register(url());
    const { cookie } = person;
    const device = await person.connect();
    const closed = disconnected(device);
    expectStatus(await person.logOut(), 204);
    await closed;
    expect(await knock(url(), { cookie })).to.include({ code: 'unauthorized' });
  });

  it('close their sockets when the person logs in anew with the same browser', async () => {
    const person = await register(url());
    const device = await person.connect();
    const closed = disconnected(device);
    expectStatus(await person.logIn(), 200);
    await closed;
    const back = await person.connect();
    await settled(back);
    back.close();
  });

  it('write nothing any more, and are closed by the sweep, though no word of their end came', async () => {
    const [anna, bert] = await Promise.all([register(url()), register(url())]);
    const [device, witness] = await Promise.all([anna.connect(), bert.connect()]);
    const closed = disconnected(device);
    const elsewhere = await openStores({ databaseUrl: null, dataDir });
    const { client } = await openDatabase(null, dataDir);
    const account = await client.user.findUniqueOrThrow({ where: { username: anna.username } });
    const [session] = await client.session.findMany({ where: { userId: account.id } });
    await elsewhere.sessions.end(session?.id ?? '');
    const late = send(device, 'chatMessage', { to: bert.username, clientId: randomUUID(), body: 'too late' });
    expect(await codeOf(late).catch(() => 'closed')).to.be.oneOf(['unauthorized', 'closed']);
    await closed;
    expect((await witness.ask('chatHistory', { with: anna.username })).messages).to.deep.equal([]);
    expect((await rawRequest(url(), '/api/me', { headers: { cookie: anna.cookie } })).status).to.equal(401);
    await Promise.all([elsewhere.close(), client.$disconnect()]);
    witness.close();
  });

  it('close their sockets when they run out', async () => {
    const person = await register(url());
    const device = await person.connect();
    const closed = disconnected(device);
    const { client } = await openDatabase(null, dataDir);
    const { id: userId } = await client.user.findUniqueOrThrow({ where: { username: person.username } });
    await client.session.updateMany({ where: { userId }, data: { expiresAt: new Date() } });
    await client.$disconnect();
    await closed;
    expect(await knock(url(), { cookie: person.cookie })).to.include({ code: 'unauthorized' });
  });

  it('close their sockets when they have not been used for seven days, and no later note of use brings them back', async () => {
    const person = await register(url());
    const device = await person.connect();
    const closed = disconnected(device);
    const { client } = await openDatabase(null, dataDir);
    const { id: userId } = await client.user.findUniqueOrThrow({ where: { username: person.username } });
    const lastUsedAt = new Date(Date.now() - 7 * day);
    await client.session.updateMany({ where: { userId }, data: { lastUsedAt } });
    await client.$disconnect();
    await closed;
    expect(await knock(url(), { cookie: person.cookie })).to.include({ code: 'unauthorized' });
  });

  it('are not ended by the clock of the node, however far it jumps', async () => {
    const person = await register(url());
    const { cookie } = person;
    for (const jump of [-400, 400]) {
      const clock = install({ now: Date.now() + jump * day, toFake: ['Date'] });
      try {
        const device = await person.connect();
        await settled(device);
        expect((await rawRequest(url(), '/api/me', { headers: { cookie } })).status).to.equal(200);
        device.close();
      } finally {
        clock.uninstall();
      }
    }
  });

  it('stay ended though sockets knock while they end', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await register(url());
      const { cookie } = person;
      const knocks = Array.from({ length: 8 }, () => person.connect().catch(() => null));
      const out = person.logOut();
      const devices = (await Promise.all(knocks)).filter((device): device is Device => device !== null);
      expectStatus(await out, 204);
      await Promise.all(devices.map((device) => disconnected(device)));
      expect(await knock(url(), { cookie })).to.include({ code: 'unauthorized' });
    }
  });

  after(() => removeFolder(dataDir));
});

describe('sessions over a restart', () => {
  it('connect again with the same cookie on the same data', async () => {
    const dataDir = makeFolder('socket-restart');
    const first = await startNode({ dataDir });
    const person = await register(first.url);
    const device = await person.connect();
    const closed = disconnected(device);
    await first.node.close();
    await closed;
    const second = await startNode({ dataDir });
    const back = await person.connect(second.url);
    expect(back.greeting.user.username).to.equal(person.username);
    back.close();
    await second.node.close();
    removeFolder(dataDir);
  });

  it('finish what was asked before the node closed: acknowledged is stored', async () => {
    const dataDir = makeFolder('socket-drain');
    const first = await startNode({ dataDir });
    const [anna, bert] = await Promise.all([register(first.url), register(first.url)]);
    const device = await anna.connect();
    const drafts = Array.from({ length: 50 }, (_, index) => ({
      to: bert.username,
      clientId: randomUUID(),
      body: `${index}`,
    }));
    const sending = drafts.map((draft) => device.request('chatMessage', draft).catch(() => null));
    await first.node.close();
    const acknowledged = (await Promise.all(sending)).flatMap((answer) => (answer?.ok ? [answer.data.message] : []));
    const second = await startNode({ dataDir });
    const back = await bert.connect(second.url);
    const { messages } = await back.ask('chatHistory', { with: anna.username, limit: 100 });
    expect(messages.filter(({ seq }) => acknowledged.some((one) => one.seq === seq))).to.deep.equal(
      acknowledged.toSorted((a, b) => a.seq - b.seq),
    );
    back.close();
    await second.node.close();
    removeFolder(dataDir);
  });
});
