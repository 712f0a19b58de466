/** Tests the deletion of an account: all its sessions end, and its peers keep their conversations. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { RefusalBody } from '../../src/protocol/refusals.ts';
import type { Conversation, Message, User } from '../../src/protocol/shapes.ts';
import { expectStatus, goodPassword, logIn, register, type TestUser, uniqueName } from '../support/client.ts';
import { disconnected, nextEvent } from '../support/device.ts';
import { postJson, useNode } from './in-process-node.ts';

describe('DELETE /api/me', () => {
  const url = useNode();
  const remove = (person: TestUser, body: unknown = { password: person.password }) =>
    person.fetch<{ error?: RefusalBody }>('/api/me', { method: 'DELETE', body });
  const say = (from: TestUser, to: TestUser, clientId: string = randomUUID()) =>
    from.fetch<{ message: Message; error?: RefusalBody }>(`/api/conversations/${to.username}/messages`, {
      method: 'POST',
      body: { clientId, body: 'hello' },
    });
  const messagesWith = (me: TestUser, peer: TestUser) =>
    me.fetch<{ messages: Message[] }>(`/api/conversations/${peer.username}/messages`);

  async function pair() {
    const name = uniqueName('gone');
    const [gone, peer] = await Promise.all([
      register(url(), { username: name, displayName: `Zaphod ${name}` }),
      register(url()),
    ]);
    expectStatus(await say(gone, peer), 201);
    return { gone, peer };
  }

  it('answers 204, clears the cookie, and ends every session with its sockets', async () => {
    const { gone } = await pair();
    const other = await logIn(url(), gone);
    const before = gone.at(url());
    const sockets = await Promise.all([gone.connect(), other.connect()]);
    const closed = Promise.all(sockets.map((socket) => disconnected(socket)));
    const answer = await remove(gone);
    expect([answer.status, answer.body]).to.deep.equal([204, '']);
    expect(answer.headers.getSetCookie()[0]).to.match(/^[^=]*sessionId=;/);
    await closed;
    for (const session of [before, other]) expect((await session.fetch('/api/me')).status).to.equal(401);
  });

  it('keeps the username taken, and answers a login like an unknown username', async () => {
    const { gone } = await pair();
    expectStatus(await remove(gone), 204);
    const { username } = gone;
    const again = await postJson(url(), '/api/register', { username, password: goodPassword });
    expect([again.status, again.error?.code]).to.deep.equal([409, 'username_taken']);
    const body = { username, password: goodPassword };
    const [deleted, nobody] = await Promise.all([
      postJson(url(), '/api/login', body),
      postJson(url(), '/api/login', { ...body, username: uniqueName() }),
    ]);
    expect([deleted.status, deleted.error]).to.deep.equal([401, nobody.error]);
  });

  it('leaves the peer a readable conversation with an offline user that refuses messages', async () => {
    const { gone, peer } = await pair();
    const clientId = randomUUID();
    expectStatus(await say(peer, gone, clientId), 201);
    expectStatus(await remove(gone), 204);
    const { conversations } = expectStatus(
      await peer.fetch<{ conversations: Conversation[] }>('/api/conversations'),
      200,
    );
    const deleted = { username: gone.username, displayName: 'Deleted user', online: false, lastSeenAt: null };
    expect(conversations.map((one) => one.peer)).to.deep.equal([deleted]);
    const { messages } = expectStatus(await messagesWith(peer, gone), 200);
    expect(messages.map(({ from }) => from)).to.deep.equal([gone.username, peer.username]);
    const late = await say(peer, gone);
    expect([late.status, late.body.error?.code]).to.deep.equal([404, 'not_found']);
    expect((await say(peer, gone, clientId)).status, 'a repeat of what was stored').to.equal(200);
    const device = await peer.connect();
    expect(await device.ask('markRead', { with: gone.username, seq: 1 })).to.deep.equal({ read: 1 });
    expect(await device.ask('watch', { usernames: [gone.username] })).to.deep.equal({ users: [] });
    device.close();
  });

  it('hides the user from everyone without a conversation with them', async () => {
    const { gone } = await pair();
    const stranger = await register(url());
    expectStatus(await remove(gone), 204);
    expect((await messagesWith(stranger, gone)).status).to.equal(404);
    expect((await say(stranger, gone)).status).to.equal(404);
    for (const query of [gone.username, 'Zaphod gone', 'Deleted']) {
      const path = `/api/users?query=${encodeURIComponent(query)}`;
      expect(expectStatus(await stranger.fetch<{ users: User[] }>(path), 200).users, query).to.deep.equal([]);
    }
  });

  it('notifies the users that watch the account', async () => {
    const { gone, peer } = await pair();
    const device = await peer.connect();
    await device.ask('watch', { usernames: [gone.username] });
    const told = nextEvent(device, 'updateUsers', ({ users }) => users[0]?.displayName === 'Deleted user');
    expectStatus(await remove(gone), 204);
    expect((await told).users).to.deep.equal([
      { username: gone.username, displayName: 'Deleted user', online: false, lastSeenAt: null },
    ]);
    device.close();
  });

  it('needs the password, and changes nothing without it', async () => {
    const { gone, peer } = await pair();
    for (const [status, body] of [
      [401, { password: 'not my password' }],
      [401, { password: '' }],
      [400, {}],
      [400, null],
      [400, { password: 5 }],
    ] as const) {
      expect((await remove(gone, body)).status, JSON.stringify(body)).to.equal(status);
    }
    expect((await gone.fetch('/api/me')).status).to.equal(200);
    expectStatus(await say(peer, gone), 201);
    const nobody = Object.assign(gone.at(url()), { cookie: '' });
    expect((await remove(nobody)).status).to.equal(401);
  });

  it('stops requests under way from sending a message or opening a session', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { gone, peer } = await pair();
      const logins = Array.from({ length: 4 }, () => logIn(url(), gone).catch(() => null));
      const old = gone.at(url());
      expectStatus(await remove(gone), 204);
      const sessions = [...(await Promise.all(logins)).filter((session) => session !== null), old];
      for (const session of sessions) expect((await say(session, peer)).status).to.equal(401);
    }
  });
});
