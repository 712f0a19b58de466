/** Request events over a socket: their answers and their refusals. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { limits } from '../../src/protocol/limits.ts';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser, uniqueName } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { codeOf, send } from './sockets.ts';

describe('a request over a socket', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  let device: Device;
  beforeEach(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url())]);
    device = await anna.connect();
  });
  afterEach(() => void device.close());

  const write = (body: unknown = 'hi', to = bert.username, clientId: unknown = randomUUID()) =>
    send(device, 'chatMessage', { to, clientId, body });

  it('answers `chatMessage` with the stored message, also for every repeat', async () => {
    const payload = { to: bert.username.toUpperCase(), clientId: randomUUID(), body: ' hi 😀 ' };
    const { message } = await device.ask('chatMessage', payload);
    expect(message).to.include({ seq: 1, from: anna.username, to: bert.username, body: ' hi 😀 ' });
    expect(message.clientId).to.equal(payload.clientId);
    const repeats = await Promise.all([1, 2, 3].map(() => device.ask('chatMessage', payload)));
    for (const repeat of repeats) expect(repeat).to.deep.equal({ message });
    const overHttp = await anna.fetch(`/api/conversations/${bert.username}/messages`, {
      method: 'POST',
      body: { clientId: payload.clientId, body: payload.body },
    });
    expect([overHttp.status, overHttp.body]).to.deep.equal([200, { message }]);
  });

  it('refuses `chatMessage` with the same body as HTTP', async () => {
    const clientId = randomUUID();
    expect(await codeOf(write('first', bert.username, clientId))).to.equal('ok');
    const cases: [unknown, string, unknown][] = [
      ['other', bert.username, clientId],
      ['x', 'nobody-here', randomUUID()],
      [' ', bert.username, randomUUID()],
      ['x', bert.username, 'no uuid'],
    ];
    const codes: string[] = [];
    for (const [body, to, id] of cases) {
      const answer = await write(body, to, id);
      const path = `/api/conversations/${to}/messages`;
      const twin = await anna.fetch<{ error: unknown }>(path, { method: 'POST', body: { clientId: id, body } });
      expect(answer).to.deep.equal({ ok: false, error: twin.body.error });
      codes.push(answer.ok ? 'ok' : answer.error.code);
    }
    expect(codes).to.deep.equal(['conflict', 'not_found', 'invalid_input', 'invalid_input']);
  });

  it('answers `chatHistory` like HTTP, with one cursor at most', async () => {
    const empty = await device.ask('chatHistory', { with: bert.username });
    expect(empty).to.deep.equal({
      channelId: empty.channelId,
      messages: [],
      hasMore: false,
      read: { me: 0, peer: 0 },
      delivered: { peer: 0 },
      rev: 0,
    });
    for (let index = 0; index < 5; index += 1) await write(`${index}`);
    for (const query of [{}, { before: 4, limit: 2 }, { after: 0, limit: 2 }, { around: 3, limit: 3 }]) {
      const page = await device.ask('chatHistory', { with: bert.username, ...query });
      const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]));
      const twin = await anna.fetch(`/api/conversations/${bert.username}/messages?${search}`);
      expect(page).to.deep.equal(twin.body);
      expect(page.channelId).to.equal(empty.channelId);
    }
    const history = (query: object) => codeOf(send(device, 'chatHistory', { with: bert.username, ...query }));
    for (const query of [
      { before: 1, after: 1 },
      { limit: 0 },
      { limit: 101 },
      { before: 0 },
      { after: -1 },
      { limit: '5' },
    ]) {
      expect(await history(query), JSON.stringify(query)).to.equal('invalid_input');
    }
    expect(await codeOf(send(device, 'chatHistory', { with: 'nobody-here' }))).to.equal('not_found');
    expect(await codeOf(send(device, 'chatHistory', { with: anna.username }))).to.equal('ok');
  });

  it('answers `markRead` and `markDelivered` with the new read state', async () => {
    const his = await bert.connect();
    for (let index = 0; index < 4; index += 1) await write();
    expect(await his.ask('markDelivered', { with: anna.username, seq: 99 })).to.deep.equal({ delivered: 4 });
    expect(await his.ask('markRead', { with: anna.username, seq: 3 })).to.deep.equal({ read: 3 });
    expect(await his.ask('markRead', { with: anna.username, seq: 1 })).to.deep.equal({ read: 3 });
    for (const name of ['markRead', 'markDelivered']) {
      for (const seq of [0, -1, 1.5, '1', null, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
        expect(await codeOf(send(his, name, { with: anna.username, seq })), `${name} ${seq}`).to.equal('invalid_input');
      }
      expect(await codeOf(send(his, name, { with: 'nobody-here', seq: 1 }))).to.equal('not_found');
    }
    his.close();
  });

  it('answers `conversations` and `listUsers` like HTTP', async () => {
    await write('last');
    expect(await device.ask('conversations', {})).to.deep.equal((await anna.fetch('/api/conversations')).body);
    const query = bert.username.slice(0, -2);
    const users = await device.ask('listUsers', { query, limit: 5 });
    expect(users).to.deep.equal((await anna.fetch(`/api/users?query=${query}&limit=5`)).body);
    expect(users.users.map(({ username }) => username)).to.include(bert.username);
    for (const payload of [{ limit: 0 }, { limit: 101 }, { cursor: 5 }, { cursor: 'none of ours' }]) {
      expect(await codeOf(send(device, 'conversations', payload)), JSON.stringify(payload)).to.equal('invalid_input');
    }
    for (const payload of [{ limit: 1.5 }, { query: 5 }, { after: [] }, { query: 'x\0' }]) {
      expect(await codeOf(send(device, 'listUsers', payload)), JSON.stringify(payload)).to.equal('invalid_input');
    }
  });

  it('answers `watch` with the users it knows, for up to 200 names', async () => {
    const names = [anna.username.toUpperCase(), bert.username, bert.username, 'nobody-here', '', '__proto__'];
    const { users } = await device.ask('watch', { usernames: names });
    expect(users.map(({ username, online }) => [username, online])).to.have.deep.members([
      [anna.username, true],
      [bert.username, false],
    ]);
    const many = Array.from({ length: limits.watchMax }, () => uniqueName());
    expect(await device.ask('watch', { usernames: many })).to.deep.equal({ users: [] });
    expect(await codeOf(send(device, 'watch', { usernames: [...many, 'one-more'] }))).to.equal('invalid_input');
    for (const usernames of [undefined, null, 'anna', [5], [null], [['x']], { 0: 'x' }]) {
      expect(await codeOf(send(device, 'watch', { usernames }))).to.equal('invalid_input');
    }
  });

  it('is refused beyond its rate limit with the time to wait, on this and every other socket', async () => {
    const [loud, peer] = await Promise.all([register(limited()), register(limited())]);
    const sockets = await Promise.all([loud.connect(), loud.connect()]);
    const draft = () => ({ to: peer.username, clientId: randomUUID(), body: 'x' });
    const answers = await Promise.all(
      Array.from({ length: 110 }, (_, index) => send(sockets[index % 2] as Device, 'chatMessage', draft())),
    );
    const refused = answers.filter((answer) => !answer.ok).map((answer) => answer.error);
    expect(refused).to.have.length(10);
    for (const error of refused) {
      expect(error.code).to.equal('rate_limited');
      expect(error.retryAfterMs).to.be.within(1, 10_000);
    }
    const other = await peer.connect();
    expect(await codeOf(send(other, 'chatMessage', { ...draft(), to: loud.username }))).to.equal('ok');
    for (const socket of [...sockets, other]) socket.close();
  });
  const limited = useNode({ rateLimits: true });
});
