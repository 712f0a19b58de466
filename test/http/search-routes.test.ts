/** Tests the search of messages over HTTP and over sockets. */
import { expect } from 'chai';
import type { SearchPage } from '../../src/protocol/search-shapes.ts';
import { messageTo } from '../engine/engine-bench.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { useNode } from './in-process-node.ts';

type Refused = { error: { code: string; fields?: Record<string, string> } };

describe('the search of messages over HTTP', () => {
  const url = useNode();
  let anna: TestUser;
  let ben: TestUser;
  let carl: TestUser;
  beforeEach(async () => {
    [anna, ben, carl] = await Promise.all([register(url()), register(url()), register(url())]);
  });

  const send = async (from: TestUser, to: TestUser, body: string) =>
    expectStatus(
      await from.fetch<{ message: { seq: number } }>(`/api/conversations/${to.username}/messages`, {
        method: 'POST',
        body: messageTo(to, body),
      }),
      201,
    ).message.seq;

  const ask = (user: TestUser, query: Record<string, string>) =>
    user.fetch<SearchPage & Refused>(`/api/search?${new URLSearchParams(query)}`);

  const search = async (user: TestUser, query: string, more: Record<string, string> = {}) =>
    expectStatus(await ask(user, { query, ...more }), 200);

  const bodies = async (user: TestUser, query: string, more: Record<string, string> = {}) =>
    (await search(user, query, more)).hits.map(({ message }) => message.body);

  it('finds the own messages of all conversations, newest first, with their places', async () => {
    await send(anna, ben, 'Tea at five?');
    await send(carl, anna, 'no teapot here');
    await send(ben, carl, 'tea without Anna');
    const { hits, next } = await search(anna, 'tea');
    expect(hits.map(({ message, ranges }) => [message.from, message.body, ranges])).to.deep.equal([
      [carl.username, 'no teapot here', [[3, 9]]],
      [anna.username, 'Tea at five?', [[0, 3]]],
    ]);
    expect(next).to.equal(null);
  });

  it('narrows to one conversation, to a sender and to days', async () => {
    await send(anna, ben, 'tea one');
    await send(ben, anna, 'tea two');
    await send(anna, carl, 'tea three');
    expect(await bodies(anna, 'tea', { with: ben.username })).to.deep.equal(['tea two', 'tea one']);
    expect(await bodies(anna, 'tea from:me')).to.deep.equal(['tea three', 'tea one']);
    expect(await bodies(anna, 'tea from:peer')).to.deep.equal(['tea two']);
    expect(await bodies(anna, 'tea before:2020-01-01')).to.deep.equal([]);
    expect(await bodies(anna, 'tea after:2020-01-01 before:2999-01-01')).to.have.length(3);
    expect(await bodies(anna, 'has:file')).to.deep.equal([]);
  });

  it('follows edits and deletions at once', async () => {
    const seq = await send(anna, ben, 'the old word');
    const path = `/api/conversations/${ben.username}/messages/${seq}`;
    expect(await bodies(ben, 'old')).to.have.length(1);
    expectStatus(await anna.fetch(path, { method: 'PATCH', body: { body: 'the new phrase' } }), 200);
    expect(await bodies(ben, 'old')).to.deep.equal([]);
    expect(await bodies(ben, 'phrase')).to.deep.equal(['the new phrase']);
    expectStatus(await anna.fetch(path, { method: 'DELETE' }), 200);
    expect(await bodies(anna, 'phrase')).to.deep.equal([]);
    expect(await bodies(anna, 'from:me')).to.deep.equal([]);
  });

  it('pages through every hit once, also across segments and conversations', async () => {
    for (let at = 0; at < 140; at += 1) await send(at % 3 === 0 ? ben : carl, anna, `apple ${at}`);
    const found: string[] = [];
    let before: Record<string, string> = {};
    for (;;) {
      const { hits, next } = await search(anna, 'apple', { ...before, limit: '9' });
      found.push(...hits.map(({ message }) => message.body));
      if (next === null) break;
      before = { before: next };
    }
    expect(found).to.deep.equal(Array.from({ length: 140 }, (_, at) => `apple ${139 - at}`));
  });

  it('finds notes to oneself once', async () => {
    await send(anna, anna, 'buy milk');
    expect(await bodies(anna, 'milk')).to.deep.equal(['buy milk']);
  });

  it('answers a query without words with nothing, and refuses what it cannot read', async () => {
    await send(anna, ben, '?!');
    expect(await search(anna, '?!')).to.deep.equal({ hits: [], next: null });
    expect((await ask(anna, { query: 'x'.repeat(257) })).body.error.fields).to.have.key('query');
    expect((await ask(anna, { query: 'x', before: 'yesterday' })).body.error.fields).to.have.key('before');
    expect((await ask(anna, { query: 'x', with: 'nobody.there' })).body.error.code).to.equal('not_found');
    expect((await ask(anna, {})).body.error.code).to.equal('invalid_input');
  });

  it('answers over a socket as over HTTP', async () => {
    await send(ben, anna, 'over the wire');
    const device = await anna.connect();
    const answer = await device.request('searchMessages', { query: 'wire' });
    expect(answer).to.deep.equal({ ok: true, data: await search(anna, 'wire') });
    device.close();
  });
});
