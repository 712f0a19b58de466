/** The bytes of pages: a page of long items ends early, says so, and pages together hold everything once. */
import { expect } from 'chai';
import { pageMaxBytes } from '../../../src/engine/conversations/page-bytes.ts';
import type { HistoryQuery } from '../../../src/protocol/history-query.ts';
import { limits } from '../../../src/protocol/limits.ts';
import type { HistoryPage, ListedConversation } from '../../../src/protocol/shapes.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

/** The longest bodies as JSON: an escape of six bytes for each code point. */
const longest = '\u0001'.repeat(limits.bodyMaxLength);

/** The other fields of a page, beside its items. */
const frameBytes = 1_024;

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('a page', () => {
  const bench = useEngine();

  async function pairWith(bodies: readonly string[]) {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    for (const body of bodies) await bench().engine.messages.send(anna, messageTo(bert, body));
    const read = (query: HistoryQuery) => bench().engine.messages.history(anna, { with: bert.username, ...query });
    return { anna, bert, read };
  }
  const seqs = (page: HistoryPage) => page.messages.map(({ seq }) => seq);

  it('stays below 64 KiB for history, in every direction, and the pages together hold each message once', async () => {
    const count = 12;
    const { read } = await pairWith(Array.from({ length: count }, (_, index) => (index % 3 ? longest : 'short')));
    const all = Array.from({ length: count }, (_, index) => index + 1);
    const down: number[] = [];
    for (let hasMore = true, before = count + 1; hasMore; before = down[0]!) {
      const page = await read({ before, limit: 100 });
      expect(bytesOf(page.messages)).to.be.at.most(pageMaxBytes + frameBytes);
      hasMore = page.hasMore;
      down.unshift(...seqs(page));
    }
    expect(down).to.deep.equal(all);
    const up: number[] = [];
    for (let hasMore = true; hasMore; ) {
      const page = await read({ after: up.at(-1) ?? 0, limit: 100 });
      expect(bytesOf(page.messages)).to.be.at.most(pageMaxBytes + frameBytes);
      hasMore = page.hasMore;
      up.push(...seqs(page));
    }
    expect(up).to.deep.equal(all);
    expect(seqs(await read({ limit: 100 }))).to.deep.equal(seqs(await read({ before: count + 1, limit: 100 })));
  });

  it('starts with the first message sent at a time or later', async () => {
    const { read } = await pairWith(['one', 'two', 'three']);
    const all = (await read({})).messages;
    const at = (index: number, moreMs = 0) => new Date(Date.parse(all[index]?.sentAt ?? '') + moreMs).toISOString();
    const from = async (time: string) => seqs(await read({ at: time, limit: 2 }))[0];
    expect(await from('2020-01-01T00:00:00.000Z')).to.equal(1);
    for (const index of [0, 1, 2]) {
      const first = all.find(({ sentAt }) => sentAt >= at(index))?.seq;
      expect(await from(at(index))).to.equal(first);
    }
    expect(await read({ at: at(2, 1) })).to.deep.include({ messages: [], hasMore: false });
    expect(await read({ at: '2020-01-01T00:00:00.000Z', limit: 2 })).to.include({ hasMore: true });
    expect(await codeOf(read({ at: at(0), after: 1 }))).to.equal('invalid_input');
  });

  it('ends a page around a seq on both sides of it', async () => {
    const { read } = await pairWith(Array.from({ length: 9 }, () => longest));
    const page = await read({ around: 5, limit: 100 });
    expect(page.hasMore).to.equal(true);
    expect(seqs(page)).to.include(5);
    expect(bytesOf(page.messages)).to.be.at.most(pageMaxBytes + frameBytes);
    expect(seqs(page).length).to.be.within(2, 3);
  });

  it('leaves a page of short messages whole', async () => {
    const { read } = await pairWith(Array.from({ length: 60 }, () => 'short'));
    expect(await read({ limit: 100 })).to.include({ hasMore: false });
    expect(seqs(await read({ limit: 60 }))).to.have.length(60);
  });

  it('ends a page of conversations, whose cursor leads on to the rest', async () => {
    const me = await bench().join();
    for (let index = 0; index < 7; index += 1) {
      await bench().engine.messages.send(await bench().join(), messageTo(me, longest));
    }
    const list = bench().engine.conversations.list;
    const whole: ListedConversation[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(me, { limit: 100, ...(cursor === null ? {} : { cursor }) });
      expect(page.conversations.length).to.be.within(1, 3);
      expect(bytesOf(page.conversations)).to.be.at.most(pageMaxBytes + frameBytes);
      whole.push(...page.conversations);
      cursor = page.next;
    } while (cursor !== null);
    expect(new Set(whole.map(({ channelId }) => channelId)).size).to.equal(7);
    expect(whole[0]?.lastMessage?.body).to.equal(longest);
  });

  it('shrinks by previews, which cut the last message between two code points', async () => {
    const me = await bench().join();
    const body = '😀'.repeat(limits.bodyMaxLength);
    await bench().engine.messages.send(await bench().join(), messageTo(me, body));
    await bench().engine.messages.send(await bench().join(), messageTo(me, 'short'));
    const page = await bench().engine.conversations.list(me, { preview: true });
    const bodies = page.conversations.map(({ lastMessage }) => lastMessage?.body);
    expect(bodies).to.deep.equal(['short', '😀'.repeat(limits.previewLength)]);
    expect(page.next).to.equal(null);
  });
});
