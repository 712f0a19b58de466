/** Tests the search of messages over HTTP and over sockets. */
import { expect } from 'chai';
import { segmentLength } from '../../src/engine/ports/search-segment.ts';
import type { SearchPage } from '../../src/protocol/search-shapes.ts';
import { messageTo } from '../engine/engine-bench.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { until } from '../support/waiting.ts';
import { useNode } from './in-process-node.ts';

type Refused = { error: { code: string; fields?: Record<string, string> } };

/** Few messages are found without the index. */
for (const before of [0, segmentLength])
  describe(`the search of messages over HTTP, after ${before} others`, () => {
    const url = useNode();
    let anna: TestUser;
    let ben: TestUser;
    let carl: TestUser;
    beforeEach(async () => {
      [anna, ben, carl] = await Promise.all([register(url()), register(url()), register(url())]);
      for (let message = 0; message < before; message += 1) await send(ben, anna, 'filler');
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

    /** Within two seconds, as the contract promises. */
    const finds = (user: TestUser, query: string, expected: readonly string[], more: Record<string, string> = {}) =>
      until(`${query} finds ${expected}`, async () => `${await bodies(user, query, more)}` === `${expected}`, {
        ms: 2_000,
      });

    const bodies = async (user: TestUser, query: string, more: Record<string, string> = {}) =>
      (await search(user, query, more)).hits.map(({ message }) => message.body);

    it('finds the own messages of all conversations, newest first, with their places', async () => {
      await send(anna, ben, 'Tea at five?');
      await send(carl, anna, 'no teapot here');
      await send(ben, carl, 'tea without Anna');
      await finds(anna, 'tea', ['no teapot here', 'Tea at five?']);
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
      await finds(anna, 'tea', ['tea two', 'tea one'], { with: ben.username });
      await finds(anna, 'tea from:me', ['tea three', 'tea one']);
      await finds(anna, 'tea from:peer', ['tea two']);
      await finds(anna, 'tea before:2020-01-01', []);
      await finds(anna, 'tea after:2020-01-01 before:2999-01-01', ['tea three', 'tea two', 'tea one']);
      await finds(anna, 'has:file', []);
    });

    it('follows edits and deletions at once', async () => {
      const seq = await send(anna, ben, 'the old word');
      const path = `/api/conversations/${ben.username}/messages/${seq}`;
      await finds(ben, 'old', ['the old word']);
      expectStatus(await anna.fetch(path, { method: 'PATCH', body: { body: 'the new phrase' } }), 200);
      await finds(ben, 'old', []);
      await finds(ben, 'phrase', ['the new phrase']);
      expectStatus(await anna.fetch(path, { method: 'DELETE' }), 200);
      await finds(anna, 'phrase', []);
      await finds(anna, 'from:me', []);
    });

    it('pages through every hit once, also across segments and conversations', async () => {
      for (let at = 0; at < 140; at += 1) await send(at % 3 === 0 ? ben : carl, anna, `apple ${at}`);
      await finds(anna, 'apple', ['apple 139'], { limit: '1' });
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
      await finds(anna, 'milk', ['buy milk']);
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
      await finds(anna, 'wire', ['over the wire']);
      const device = await anna.connect();
      const answer = await device.request('searchMessages', { query: 'wire' });
      expect(answer).to.deep.equal({ ok: true, data: await search(anna, 'wire') });
      device.close();
    });
  });
