/** Ended sessions: their sockets close when they end here, end on another node, or expire. RC6 measures how soon. */
import { randomUUID } from 'node:crypto';
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { openStores } from '../../src/storage/stores.ts';
import { rawRequest, startNode, useNode } from '../http/in-process-node.ts';
import { expectStatus, logIn, register } from '../support/client.ts';
import { type Device, disconnected } from '../support/device.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { codeOf, send, settled, tryHandshake } from './sockets.ts';

const day = 86_400_000;

describe('an ended session', () => {
  const dataDir = makeFolder('ended-sessions');
  const url = useNode({ dataDir });

  it('closes all its sockets on logout, and none of another session of the same user', async () => {
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

  it('does not come back with its cookie', async () => {
    const person = await register(url());
    const { cookie } = person;
    const device = await person.connect();
    const closed = disconnected(device);
    expectStatus(await person.logOut(), 204);
    await closed;
    expect(await tryHandshake(url(), { cookie })).to.include({ code: 'unauthorized' });
  });

  it('closes its sockets when the user logs in again with the same browser', async () => {
    const person = await register(url());
    const device = await person.connect();
    const closed = disconnected(device);
    expectStatus(await person.logIn(), 200);
    await closed;
    const back = await person.connect();
    await settled(back);
    back.close();
  });

  it('stores nothing, and is closed by the poll when no push reported its end', async () => {
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

  it('closes its sockets when it expires', async () => {
    const person = await register(url());
    const device = await person.connect();
    const closed = disconnected(device);
    const { client } = await openDatabase(null, dataDir);
    const { id: userId } = await client.user.findUniqueOrThrow({ where: { username: person.username } });
    await client.session.updateMany({ where: { userId }, data: { expiresAt: new Date() } });
    await client.$disconnect();
    await closed;
    expect(await tryHandshake(url(), { cookie: person.cookie })).to.include({ code: 'unauthorized' });
  });

  it('closes its sockets after seven days without use, and no later use brings it back', async () => {
    const person = await register(url());
    const device = await person.connect();
    const closed = disconnected(device);
    const { client } = await openDatabase(null, dataDir);
    const { id: userId } = await client.user.findUniqueOrThrow({ where: { username: person.username } });
    const lastUsedAt = new Date(Date.now() - 7 * day);
    await client.session.updateMany({ where: { userId }, data: { lastUsedAt } });
    await client.$disconnect();
    await closed;
    expect(await tryHandshake(url(), { cookie: person.cookie })).to.include({ code: 'unauthorized' });
  });

  it('is not caused by the clock of the node, however far it jumps', async () => {
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

  it('stays ended when sockets connect while it ends', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await register(url());
      const { cookie } = person;
      const attempts = Array.from({ length: 8 }, () => person.connect().catch(() => null));
      const out = person.logOut();
      const devices = (await Promise.all(attempts)).filter((device): device is Device => device !== null);
      expectStatus(await out, 204);
      await Promise.all(devices.map((device) => disconnected(device)));
      expect(await tryHandshake(url(), { cookie })).to.include({ code: 'unauthorized' });
    }
  });

  after(() => removeFolder(dataDir));
});

describe('a restart of the node', () => {
  it('keeps sessions: the same cookie connects again', async () => {
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

  it('finishes the requests before it: an acknowledged message is stored', async () => {
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
