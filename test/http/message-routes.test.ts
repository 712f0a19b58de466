/** Tests sending and reading messages over HTTP. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ConversationPage, HistoryPage, Message } from '../../src/protocol/shapes.ts';
import { type Answer, expectStatus, register, type TestUser } from '../support/client.ts';
import { useNode } from './in-process-node.ts';

type Sent = { message: Message };
type Refused = { error: { code: string; fields?: Record<string, string> } };

describe('the message routes', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  beforeEach(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url())]);
  });

  const path = (peer: string) => `/api/conversations/${peer}/messages`;
  const send = (from: TestUser, to: string, body: unknown, clientId: unknown = randomUUID()) =>
    from.fetch<Sent & Refused>(path(to), { method: 'POST', body: { clientId, body } });
  const history = (me: TestUser, peer: string, query = '') => me.fetch<HistoryPage & Refused>(`${path(peer)}${query}`);
  const codeOf = ({ status, body }: Answer<Refused>) => [status, body.error?.code];

  it('answers 201 and the message, then 200 and the same message on every repeat', async () => {
    const clientId = randomUUID();
    const first = await send(anna, bert.username.toUpperCase(), ' hi 😀\n', clientId);
    const { message } = expectStatus(first, 201);
    expect(message).to.have.all.keys('channelId', 'seq', 'from', 'to', 'body', 'clientId', 'sentAt');
    expect(message).to.include({ seq: 1, from: anna.username, to: bert.username, body: ' hi 😀\n', clientId });
    expect(message.sentAt).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const repeats = await Promise.all([1, 2, 3].map(() => send(anna, bert.username, ' hi 😀\n', clientId)));
    for (const repeat of repeats) expect(expectStatus(repeat, 200)).to.deep.equal({ message });
    expect(expectStatus(await history(bert, anna.username), 200).messages).to.deep.equal([message]);
  });

  it('answers 204 for somebody unknown to those who ask for the messages or none', async () => {
    const unknown = `nobody-${randomUUID().slice(0, 8)}`;
    expect(codeOf(await history(anna, unknown, '?limit=20'))).to.deep.equal([404, 'not_found']);
    expect((await history(anna, unknown, '?limit=20&orNone=false')).status).to.equal(404);
    expect((await history(anna, unknown, '?limit=20&orNone=true')).status).to.equal(204);
    expect(codeOf(await history(anna, unknown, '?before=x&orNone=true'))).to.deep.equal([400, 'invalid_input']);
    expectStatus(await send(anna, bert.username, 'hi'), 201);
    expect(expectStatus(await history(anna, bert.username, '?orNone=true'), 200).messages).to.have.length(1);
  });

  it('stores one message when a send and its repeats arrive at once', async () => {
    const clientId = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(anna, bert.username, 'once', clientId)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).to.equal(1);
  });

  it('refuses a clientId that was used for another body or peer with 409, and changes nothing', async () => {
    const clientId = randomUUID();
    const carl = await register(url());
    expectStatus(await send(anna, bert.username, 'first', clientId), 201);
    expect(codeOf(await send(anna, bert.username, 'other', clientId))).to.deep.equal([409, 'conflict']);
    expect(codeOf(await send(anna, carl.username, 'first', clientId))).to.deep.equal([409, 'conflict']);
    expect(expectStatus(await history(anna, bert.username), 200).messages.map(({ body }) => body)).to.deep.equal([
      'first',
    ]);
    expect(expectStatus(await history(carl, anna.username), 200).messages).to.deep.equal([]);
  });

  it('sends to the user in the path, whatever else the body says', async () => {
    const carl = await register(url());
    for (const to of [carl.username, 5, null, {}]) {
      const body = { clientId: randomUUID(), body: 'for bert', to, channelId: 'x', senderId: 'x', sessionId: 'x' };
      const { message } = expectStatus(await anna.fetch<Sent>(path(bert.username), { method: 'POST', body }), 201);
      expect(message).to.include({ from: anna.username, to: bert.username });
    }
    expect(expectStatus(await history(carl, anna.username), 200).messages).to.deep.equal([]);
  });

  it('refuses an unknown peer', async () => {
    expect(codeOf(await send(anna, 'nobody-here', 'x'))).to.deep.equal([404, 'not_found']);
    expect(codeOf(await history(anna, 'nobody-here'))).to.deep.equal([404, 'not_found']);
    for (const name of ['%20', 'a%00b', '..%2f..', '%F0%9F%98%80', '__proto__', 'x'.repeat(150), '%25', 'a%2Fb']) {
      expect((await send(anna, name, 'x')).status, name).to.be.oneOf([400, 404]);
    }
  });

  it('refuses a missing, mistyped or out-of-range field, and names it', async () => {
    const wrong: [unknown, unknown, string][] = [
      ['', randomUUID(), 'body'],
      ['   \n', randomUUID(), 'body'],
      ['😀'.repeat(4_001), randomUUID(), 'body'],
      [5, randomUUID(), 'body'],
      [['x'], randomUUID(), 'body'],
      ['x\0y', randomUUID(), 'body'],
      ['x', 'no uuid', 'clientId'],
      ['x', 5, 'clientId'],
      ['x', null, 'clientId'],
    ];
    for (const [body, clientId, field] of wrong) {
      const answer = await send(anna, bert.username, body, clientId);
      expect(codeOf(answer), JSON.stringify(body)).to.deep.equal([400, 'invalid_input']);
      expect(answer.body.error.fields).to.have.all.keys(field);
    }
    expect(expectStatus(await history(anna, bert.username), 200).messages).to.deep.equal([]);
  });

  it('stores and returns a body exactly as sent, up to 4,000 characters of four bytes each', async () => {
    const bodies = [
      '😀'.repeat(4_000),
      ' \u202e<b>&amp;</b>\r\n\t',
      "'; DROP TABLE Message; --",
      '\u0001\u{10FFFF}',
      'e\u0301',
    ];
    for (const body of bodies) expectStatus(await send(anna, bert.username, body), 201);
    const { messages } = expectStatus(await history(bert, anna.username), 200);
    expect(messages.map(({ body }) => body)).to.deep.equal(bodies);
  });

  it('reads pages with cursors, without gaps or repeats', async () => {
    for (let index = 1; index <= 12; index += 1) expectStatus(await send(anna, bert.username, `${index}`), 201);
    const page = async (query: string) => {
      const { messages, hasMore } = expectStatus(await history(bert, anna.username, query), 200);
      return [messages.map(({ seq }) => seq), hasMore];
    };
    expect(await page('')).to.deep.equal([[3, 4, 5, 6, 7, 8, 9, 10, 11, 12], true]);
    expect(await page('?before=3')).to.deep.equal([[1, 2], false]);
    expect(await page('?before=4&limit=2')).to.deep.equal([[2, 3], true]);
    expect(await page('?after=0&limit=3')).to.deep.equal([[1, 2, 3], true]);
    expect(await page('?after=9')).to.deep.equal([[10, 11, 12], false]);
    expect(await page('?after=12')).to.deep.equal([[], false]);
    expect(await page('?around=6&limit=3')).to.deep.equal([[5, 6, 7], true]);
    expect(await page('?limit=100')).to.deep.equal([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], false]);
    expect(codeOf(await history(bert, anna.username, '?before=3&after=1'))).to.deep.equal([400, 'invalid_input']);
  });

  it('lists the days of a month that have messages', async () => {
    const { message } = expectStatus(await send(anna, bert.username, 'today'), 201);
    const day = message.sentAt.slice(0, 10);
    const days = (query: string, peer = bert.username) =>
      anna.fetch<{ days: string[] } & Refused>(`/api/conversations/${peer}/days?${query}`);
    const month = `month=${day.slice(0, 7)}`;
    expect(expectStatus(await days(`${month}&timeZone=UTC`), 200)).to.deep.equal({ days: [day] });
    expect(expectStatus(await days('month=1999-12&timeZone=Europe/Berlin'), 200)).to.deep.equal({ days: [] });
    expect(codeOf(await days(`${month}&timeZone=UTC`, 'nobody-here'))).to.deep.equal([404, 'not_found']);
    for (const odd of ['2026-13', '2026-1', '0001-01', '', '2026-11-01']) {
      expect(expectStatus(await days(`month=${odd}&timeZone=UTC`), 400).error.fields).to.have.property('month');
    }
    for (const odd of ['Nowhere/Town', '+01:00', '']) {
      const answer = await days(`${month}&timeZone=${encodeURIComponent(odd)}`);
      expect(expectStatus(answer, 400).error.fields).to.have.property('timeZone');
    }
  });

  it('hides a conversation from every other user, by any name', async () => {
    const stranger = await register(url());
    const { message } = expectStatus(await send(anna, bert.username, 'secret'), 201);
    for (const name of [anna.username, bert.username]) {
      const own = expectStatus(await history(stranger, name), 200);
      expect(own.messages).to.deep.equal([]);
      expect(own.channelId).to.not.equal(message.channelId);
    }
    expect(codeOf(await history(stranger, message.channelId))).to.deep.equal([404, 'not_found']);
    const { conversations } = expectStatus(await stranger.fetch<ConversationPage>('/api/conversations'), 200);
    expect(conversations).to.deep.equal([]);
  });

  it('lists conversations, newest first, by cursor', async () => {
    const carl = await register(url());
    expectStatus(await send(anna, bert.username, 'to bert'), 201);
    expectStatus(await send(carl, anna.username, 'to anna'), 201);
    const list = async (query = '') =>
      expectStatus(await anna.fetch<ConversationPage>(`/api/conversations${query}`), 200);
    const { conversations, next } = await list();
    expect(next).to.equal(null);
    expect(conversations.map(({ peer }) => peer?.username)).to.have.members([bert.username, carl.username]);
    const first = await list('?limit=1');
    const second = await list(`?limit=1&cursor=${encodeURIComponent(first.next ?? '')}`);
    expect([...first.conversations, ...second.conversations]).to.deep.equal(conversations);
    expect(second.next).to.equal(null);
  });
});
