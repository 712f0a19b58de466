/** The setting lastSeen: while one of two users hides it, neither learns when the other was last online, on any surface. */
import { expect } from 'chai';
import type { ConversationPage, User, UserPage } from '../../src/protocol/shapes.ts';
import { messageTo } from '../engine/engine-bench.ts';
import { useNode } from '../http/in-process-node.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { type Device, nextEvent } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { settled } from './sockets.ts';

interface Viewer {
  user: TestUser;
  device: Device;
}

/** Each surface that tells a viewer of a user. */
type Surfaces = Record<string, (viewer: Viewer, of: TestUser) => Promise<(User | undefined)[]>>;

const surfaces: Surfaces = {
  'the directory': async ({ user, device }, { username }) => [
    (await device.ask('listUsers', { query: `@${username}` })).users[0],
    expectStatus(await user.fetch<UserPage>(`/api/users?query=%40${username}`), 200).users[0],
  ],
  'the conversations': async ({ user, device }, { username }) => {
    const pages = [
      await device.ask('conversations', {}),
      expectStatus(await user.fetch<ConversationPage>('/api/conversations'), 200),
    ];
    return pages.map(({ conversations }) => conversations.find(({ peer }) => peer?.username === username)?.peer);
  },
  'the answer to watch': async ({ device }, { username }) =>
    (await device.ask('watch', { usernames: [username] })).users,
  'the push of a change': async ({ device }, of) => {
    await device.ask('watch', { usernames: [of.username] });
    const told = nextEvent(device, 'updateUsers', ({ users }) => users.some((one) => one.username === of.username));
    expectStatus(await of.fetch('/api/me', { method: 'PATCH', body: { displayName: `Name ${Math.random()}` } }), 200);
    const { users } = await told;
    await device.ask('watch', { usernames: [] });
    return users;
  },
};

describe('the setting lastSeen', () => {
  const url = useNode();
  let ann: Viewer;
  let cleo: Viewer;
  /** Was online, and is so no more. */
  let ben: TestUser;
  before(async () => {
    const users = await Promise.all([register(url()), register(url()), register(url())]);
    ben = users[1];
    [ann, cleo] = (await Promise.all(
      [users[0], users[2]].map(async (user) => ({ user, device: await user.connect() })),
    )) as [Viewer, Viewer];
    const bens = await ben.connect();
    for (const to of [ann, cleo]) await bens.ask('chatMessage', messageTo(to.user));
    bens.close();
    const seen = async () => (await ann.device.ask('watch', { usernames: [ben.username] })).users[0]?.lastSeenAt;
    await until('Ben has left', async () => typeof (await seen()) === 'string');
  });
  after(() => {
    for (const { device } of [ann, cleo]) device.close();
  });
  afterEach(async () => {
    for (const user of [ann.user, ben]) await save(user, true);
    await settled(ann.device, cleo.device);
  });

  const save = async (user: TestUser, lastSeen: boolean) =>
    expectStatus(await user.fetch('/api/me/settings', { method: 'PATCH', body: { lastSeen } }), 200);

  for (const [name, tell] of Object.entries(surfaces)) {
    /** Whether everything that is told to the viewer names a time. */
    const names = async (viewer: Viewer) => {
      const users = await tell(viewer, ben);
      expect(users).to.not.be.empty.and.not.include(undefined);
      const kinds = new Set(users.map((user) => typeof user?.lastSeenAt));
      expect(kinds.size, 'all say the same').to.equal(1);
      return kinds.has('string');
    };

    it(`is obeyed by ${name}: nobody is told of a user who hides it`, async () => {
      expect(await names(ann)).to.equal(true);
      await save(ben, false);
      expect([await names(ann), await names(cleo)]).to.deep.equal([false, false]);
      await save(ben, true);
      expect([await names(ann), await names(cleo)]).to.deep.equal([true, true]);
    });

    it(`is obeyed by ${name}: a user who hides it is told of nobody`, async () => {
      await save(ann.user, false);
      expect([await names(ann), await names(cleo)]).to.deep.equal([false, true]);
      await save(ann.user, true);
      expect(await names(ann)).to.equal(true);
    });
  }

  it('is obeyed by the blocks, also of one that begins while it is hidden', async () => {
    const blocked = async () => {
      const { users } = expectStatus(await ann.user.fetch<{ users: User[] }>('/api/blocks'), 200);
      return users[0]?.lastSeenAt;
    };
    const block = async (method: 'PUT' | 'DELETE') =>
      expectStatus(await ann.user.fetch(`/api/blocks/${ben.username}`, { method }), 204);
    await block('PUT');
    expect(await blocked()).to.be.a('string');
    for (const user of [ben, ann.user]) {
      await save(user, false);
      expect(await blocked()).to.equal(null);
      await save(user, true);
      expect(await blocked()).to.be.a('string');
    }
    await block('DELETE');
    await save(ben, false);
    await block('PUT');
    await save(ben, true);
    expect(await blocked()).to.equal(null);
    await block('DELETE');
  });

  it('is told at once to the users who watch, and to the own devices', async () => {
    const watched = () => nextEvent(ann.device, 'updateUsers', ({ users }) => users[0]?.username === ben.username);
    await ann.device.ask('watch', { usernames: [ben.username] });
    const hidden = watched();
    await save(ben, false);
    expect((await hidden).users[0]).to.include({ lastSeenAt: null, online: false });
    const shown = watched();
    await save(ben, true);
    expect((await shown).users[0]?.lastSeenAt).to.be.a('string');
    const resync = nextEvent(ann.device, 'resync');
    await save(ann.user, false);
    await resync;
    await ann.device.ask('watch', { usernames: [] });
  });

  it('leaves what users are told of themselves, and who is online', async () => {
    await save(ben, false);
    const { user } = expectStatus(await ben.fetch<{ user: User }>('/api/me'), 200);
    expect(user.lastSeenAt).to.be.a('string');
    const online = nextEvent(ann.device, 'updateUsers', ({ users }) => users[0]?.online === true);
    await ann.device.ask('watch', { usernames: [ben.username] });
    const bens = await ben.connect();
    expect((await online).users[0]?.lastSeenAt).to.equal(null);
    bens.close();
    await nextEvent(ann.device, 'updateUsers', ({ users }) => users[0]?.online === false);
    await ann.device.ask('watch', { usernames: [] });
  });
});
