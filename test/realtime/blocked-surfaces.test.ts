/** Blocks on every surface: both users of a blocked pair, by socket and by HTTP. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Conversation, ConversationPage, HistoryPage, User } from '../../src/protocol/shapes.ts';
import { useNode } from '../http/in-process-node.ts';
import { expectStatus, logIn, register, type TestUser } from '../support/client.ts';
import { collect, type Device, nextEvent } from '../support/device.ts';
import { everything, settled } from './sockets.ts';

type Refused = { error: { code: string; message: string } };

/** The view of one user of the pair: `me` acts, `them` is the other user. */
interface Side {
  me: TestUser;
  mine: Device;
  them: TestUser;
  theirs: Device;
}

describe('a block', () => {
  const url = useNode();
  let blocker: TestUser;
  let blocked: TestUser;
  let blockers: Device;
  let blockeds: Device;
  let stored: { to: string; clientId: string; body: string };

  const path = (peer: TestUser) => `/api/conversations/${peer.username}/messages`;
  const block = (who: TestUser, whom: { username: string }, method = 'PUT') =>
    who.fetch<Refused>(`/api/blocks/${whom.username}`, { method });
  const draft = (to: TestUser) => ({ to: to.username, clientId: randomUUID(), body: 'hi' });
  const sides: Record<string, () => Side> = {
    'the blocker': () => ({ me: blocker, mine: blockers, them: blocked, theirs: blockeds }),
    'the blocked user': () => ({ me: blocked, mine: blockeds, them: blocker, theirs: blockers }),
  };
  const shown = (users: User[], { username }: TestUser) => users.find((user) => user.username === username);
  const conversationWith = ({ conversations }: ConversationPage, { username }: TestUser) =>
    conversations.find(({ peer }) => peer?.username === username) as Conversation;

  before(async () => {
    [blocker, blocked] = await Promise.all([register(url()), register(url())]);
    [blockers, blockeds] = await Promise.all([blocker.connect(), blocked.connect()]);
    stored = draft(blocker);
    await blockeds.ask('chatMessage', stored);
    await blockers.ask('chatMessage', draft(blocked));
    await blockers.ask('markRead', { with: blocked.username, seq: 1 });
    for (const { mine, them } of Object.values(sides).map((side) => side())) {
      expect(shown((await mine.ask('watch', { usernames: [them.username] })).users, them)?.online).to.equal(true);
    }
    const offline = [blockers, blockeds].map((device) => nextEvent(device, 'updateUsers'));
    expect((await block(blocker, blocked)).status).to.equal(204);
    for (const push of offline) expect((await push).users.map(({ online }) => online)).to.deep.equal([false]);
  });
  after(() => {
    blockers.close();
    blockeds.close();
  });

  /** The pushes to the other user's device during the work. */
  async function heardOf({ theirs, mine }: Side, work: () => Promise<unknown>) {
    const heard = everything(theirs);
    await work();
    await mine.ask('conversations', {});
    await theirs.ask('conversations', {});
    theirs.offAny();
    return heard;
  }
  const history =
    (by: 'socket' | 'http') =>
    async ({ me, mine, them }: Side) =>
      by === 'socket'
        ? mine.ask('chatHistory', { with: them.username })
        : expectStatus(await me.fetch<HistoryPage>(path(them)), 200);
  const conversations =
    (by: 'socket' | 'http') =>
    async ({ me, mine }: Side) =>
      by === 'socket'
        ? mine.ask('conversations', {})
        : expectStatus(await me.fetch<ConversationPage>('/api/conversations'), 200);

  /** Each surface, with the check that must hold for both users. */
  const surfaces: Record<string, (side: Side) => Promise<void>> = {
    'chatMessage is forbidden and pushes nothing': async (side) => {
      const heard = await heardOf(side, async () => {
        const answer = await side.mine.request('chatMessage', draft(side.them));
        expect(answer.ok ? 'ok' : answer.error.code).to.equal('forbidden');
      });
      expect(heard).to.deep.equal([]);
    },
    'POST messages is forbidden and pushes nothing': async (side) => {
      const heard = await heardOf(side, async () => {
        const { to: _, ...body } = draft(side.them);
        const answer = await side.me.fetch<Refused>(path(side.them), { method: 'POST', body });
        expect([answer.status, answer.body.error.code]).to.deep.equal([403, 'forbidden']);
      });
      expect(heard).to.deep.equal([]);
    },
    'typing and doneTyping push nothing': async (side) => {
      const heard = await heardOf(side, async () => {
        side.mine.emit('typing', { to: side.them.username });
        side.mine.emit('doneTyping', { to: side.them.username });
        side.mine.emit('typing', { to: side.them.username });
      });
      expect(heard).to.deep.equal([]);
    },
    'markRead and markDelivered are stored, and push nothing': async (side) => {
      const heard = await heardOf(side, async () => {
        expect(await side.mine.ask('markDelivered', { with: side.them.username, seq: 2 })).to.deep.equal({
          delivered: 2,
        });
        expect(await side.mine.ask('markRead', { with: side.them.username, seq: 2 })).to.deep.equal({ read: 2 });
      });
      expect(heard).to.deep.equal([]);
      expect((await history('socket')(side)).read.me).to.equal(2);
      expect(conversationWith(await conversations('socket')(side), side.them).unread).to.equal(0);
    },
    ...Object.fromEntries(
      (['socket', 'http'] as const).flatMap((by) => [
        [
          `history by ${by} is readable, with the receipts from before the block`,
          async (side: Side) => {
            const page = await history(by)(side);
            expect(page.messages.map(({ seq }) => seq)).to.deep.equal([1, 2]);
            const peer = side.me === blocked ? 1 : 0;
            expect([page.read.peer, page.delivered.peer]).to.deep.equal([peer, peer]);
          },
        ],
        [
          `conversations by ${by} show the peer offline, with the receipts from before the block`,
          async (side: Side) => {
            const { peer, read, delivered } = conversationWith(await conversations(by)(side), side.them);
            expect(peer.online).to.equal(false);
            expect(peer.lastSeenAt).to.equal(await frozen(side));
            const mark = side.me === blocked ? 1 : 0;
            expect([read.peer, delivered.peer]).to.deep.equal([mark, mark]);
          },
        ],
      ]),
    ),
    'listUsers does not find the other': async ({ mine, them }) => {
      for (const query of [them.username, '']) {
        expect(shown((await mine.ask('listUsers', { query, limit: 100 })).users, them)).to.equal(undefined);
      }
    },
    'GET users does not find the other, and still pages': async ({ me, them }) => {
      const found = await me.fetch<{ users: User[] }>(`/api/users?query=${them.username}&limit=1`);
      expect(expectStatus(found, 200)).to.deep.equal({ users: [], next: null });
      const page = await me.fetch<{ users: User[] }>('/api/users?limit=1');
      expect(expectStatus(page, 200).users).to.have.length(1);
    },
    'watch answers offline since the block began': async ({ mine, them }) => {
      const [user] = (await mine.ask('watch', { usernames: [them.username] })).users;
      expect(user?.online).to.equal(false);
      expect(Date.parse(user?.lastSeenAt ?? '')).to.be.closeTo(Date.now(), 300_000);
    },
    'updateUsers reports no arrival, no departure and no new name': async (side) => {
      const { me, them, theirs, mine } = side;
      const before = (await mine.ask('watch', { usernames: [them.username] })).users;
      const heard = collect(mine, 'updateUsers');
      const watcher = await (await register(url())).connect();
      await watcher.ask('watch', { usernames: [them.username] });
      const renamed = nextEvent(watcher, 'updateUsers', ({ users }) => users[0]?.displayName === 'Renamed');
      expectStatus(await them.fetch('/api/me', { method: 'PATCH', body: { displayName: 'Renamed' } }), 200);
      await renamed;
      const gone = nextEvent(watcher, 'updateUsers', ({ users }) => users[0]?.online === false);
      theirs.close();
      await gone;
      const back = nextEvent(watcher, 'updateUsers', ({ users }) => users[0]?.online === true);
      const again = await them.connect();
      await back;
      if (me === blocker) blockeds = again;
      else blockers = again;
      const [user] = (await mine.ask('watch', { usernames: [them.username] })).users;
      expect(heard).to.deep.equal([]);
      expect([user?.online, user?.lastSeenAt]).to.deep.equal([false, before[0]?.lastSeenAt]);
      watcher.close();
    },
  };
  const frozen = async ({ mine, them }: Side) =>
    (await mine.ask('watch', { usernames: [them.username] })).users[0]?.lastSeenAt;

  for (const [who, side] of Object.entries(sides)) {
    for (const [what, check] of Object.entries(surfaces)) it(`holds for ${who}: ${what}`, () => check(side()));
  }

  it('gives the blocker the reason, and the blocked user no more than necessary', async () => {
    const reason = async ({ mine, them }: Side) => {
      const answer = await mine.request('chatMessage', draft(them));
      return answer.ok ? 'ok' : answer.error.message;
    };
    expect(await reason(sides['the blocker']!())).to.equal('You have blocked this person.');
    expect(await reason(sides['the blocked user']!())).to.equal('This person does not receive your messages.');
  });

  it('still answers the repeat of a message stored before it', async () => {
    expect((await blockeds.ask('chatMessage', stored)).message.seq).to.equal(1);
  });

  it('is listed only to the blocker, and can be set or lifted twice', async () => {
    const list = async (who: TestUser) => expectStatus(await who.fetch<{ users: User[] }>('/api/blocks'), 200).users;
    expect((await block(blocker, { username: blocked.username.toUpperCase() })).status).to.equal(204);
    const [user, ...more] = await list(blocker);
    expect([user?.username, user?.online, more.length]).to.deep.equal([blocked.username, false, 0]);
    expect(await list(blocked)).to.deep.equal([]);
    expect((await block(blocked, blocker, 'DELETE')).status).to.equal(204);
    expect(await list(blocker), 'not lifted by the blocked user').to.have.length(1);
  });

  it('is refused for the caller and for an unknown user', async () => {
    for (const method of ['PUT', 'DELETE']) {
      const [self, nobody] = [
        await block(blocker, blocker, method),
        await block(blocker, { username: 'nobody-x' }, method),
      ];
      expect([self.status, self.body.error.code]).to.deep.equal([400, 'invalid_input']);
      expect([nobody.status, nobody.body.error.code]).to.deep.equal([404, 'not_found']);
    }
  });

  it('pushes nothing when it begins while the blocker is offline', async () => {
    const [one, other] = await Promise.all([register(url()), register(url())]);
    const device = await other.connect();
    await device.ask('watch', { usernames: [one.username] });
    const heard = everything(device);
    expect((await block(one, other)).status).to.equal(204);
    await settled(device);
    expect(heard).to.deep.equal([]);
    device.close();
  });

  it('is pushed to the devices of the blocker, and ends typing of both users', async () => {
    const [one, other] = await Promise.all([register(url()), register(url())]);
    const [laptop, phone, his] = await Promise.all([
      one.connect(),
      (await logIn(url(), one)).connect(),
      other.connect(),
    ]);
    const typing = [nextEvent(laptop, 'typing'), nextEvent(his, 'typing')];
    his.emit('typing', { to: one.username });
    laptop.emit('typing', { to: other.username });
    await Promise.all(typing);
    const done = [nextEvent(laptop, 'doneTyping'), nextEvent(his, 'doneTyping')];
    const told = [laptop, phone].map((device) => collect(device, 'blocked'));
    const heard = everything(his);
    expect((await block(one, other)).status).to.equal(204);
    await Promise.all(done);
    expect((await block(one, other, 'DELETE')).status).to.equal(204);
    await settled(laptop, phone, his);
    const notice = (blocked: boolean) => ({ username: other.username, blocked });
    for (const list of told) expect(list).to.deep.equal([notice(true), notice(false)]);
    expect(heard.map(({ name }) => name)).to.deep.equal(['doneTyping']);
    for (const device of [laptop, phone, his]) device.close();
  });

  it('restores every surface when it is lifted', async () => {
    for (const { mine, them } of Object.values(sides).map((side) => side())) {
      await mine.ask('watch', { usernames: [them.username] });
    }
    const online = [blockers, blockeds].map((device) => nextEvent(device, 'updateUsers'));
    expect((await block(blocker, blocked, 'DELETE')).status).to.equal(204);
    for (const push of online) expect((await push).users.map((user) => user.online)).to.deep.equal([true]);
    for (const side of Object.values(sides).map((one) => one())) {
      const { mine, theirs, them } = side;
      expect((await history('socket')(side)).read.peer).to.equal(2);
      expect(conversationWith(await conversations('http')(side), them).peer.online).to.equal(true);
      expect(shown((await mine.ask('listUsers', { query: them.username })).users, them)?.online).to.equal(true);
      const pushes = [nextEvent(theirs, 'typing'), nextEvent(theirs, 'chatMessage'), nextEvent(mine, 'read')];
      mine.emit('typing', { to: them.username });
      await pushes[0];
      const { message } = await mine.ask('chatMessage', draft(them));
      await theirs.ask('markRead', { with: side.me.username, seq: message.seq });
      await Promise.all(pushes);
    }
  });
});
