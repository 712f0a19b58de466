/** The engine's list of conversations: own cursors only, complete pages, each entry from the caller's side. */
import { expect } from 'chai';
import type { Refusal } from '../../../src/protocol/refusals.ts';
import type { ListedConversation } from '../../../src/protocol/shapes.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('the list of conversations', () => {
  const bench = useEngine();
  const send = async (...args: Parameters<ReturnType<typeof bench>['engine']['messages']['send']>) =>
    (await bench().engine.messages.send(...args)).message;

  it('shows a conversation to both members, each from the own side', async () => {
    const [anna, bert] = await Promise.all([bench().join('Anna A.'), bench().join('Bert B.')]);
    await bench().engine.presence.arrive({
      ...bert,
      displayName: bert.username,
      lastSeenAt: null,
      avatarId: null,
      status: null,
    });
    const message = await send(anna, messageTo(bert, 'hello'));
    const list = async (me: typeof anna) => (await bench().engine.conversations.list(me, {})).conversations;
    const { channelId } = message;
    const kind = 'pair' as const;
    const own = { channelId, kind, lastMessage: message, read: { me: 0, peer: 0 }, delivered: { peer: 0 }, rev: 0 };
    const peer = { username: bert.username, displayName: 'Bert B.', online: true, lastSeenAt: null };
    expect(await list(anna)).to.deep.equal([{ ...own, peer, unread: 0 }]);
    const other = { username: anna.username, displayName: 'Anna A.', online: false, lastSeenAt: null };
    expect(await list(bert)).to.deep.equal([{ ...own, peer: other, unread: 1 }]);
  });

  it('shows no conversation whose history was only read', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const page = await bench().engine.messages.history(anna, { with: bert.username });
    expect(page).to.include({ hasMore: false }).and.have.property('channelId').that.is.a('string');
    expect(page.messages).to.deep.equal([]);
    expect(await bench().engine.conversations.list(anna, {})).to.deep.equal({
      conversations: [],
      archived: 0,
      next: null,
    });
  });

  it('adds up page by page to the whole list, ten entries a page by default', async () => {
    const me = await bench().join();
    const peers = await Promise.all(Array.from({ length: 12 }, () => bench().join()));
    await Promise.all(peers.map((peer) => send(me, messageTo(peer))));
    const { list } = bench().engine.conversations;
    const whole = (await list(me, { limit: 100 })).conversations;
    expect(whole).to.have.length(12);
    for (const limit of [1, 3, 12, undefined]) {
      const paged: ListedConversation[] = [];
      let cursor: string | null = null;
      do {
        const page = await list(me, { ...(cursor === null ? {} : { cursor }), ...(limit && { limit }) });
        expect(page.conversations.length).to.be.within(1, limit ?? 10);
        paged.push(...page.conversations);
        expect(paged.length, 'pages without end').to.be.at.most(whole.length);
        cursor = page.next;
      } while (cursor !== null);
      expect(paged).to.deep.equal(whole);
    }
  });

  it('refuses a cursor that no page returned', async () => {
    const me = await bench().join();
    for (const cursor of [
      '',
      'x',
      '1',
      '_',
      '1_',
      '-1_a',
      '1.5_a',
      `${'9'.repeat(16)}_a`,
      '{}',
      `1_${'a'.repeat(40)}`,
    ]) {
      expect(await codeOf(bench().engine.conversations.list(me, { cursor })), cursor).to.equal('invalid_input');
    }
    const refusal: Refusal = await bench()
      .engine.conversations.list(me, { cursor: 'x' })
      .catch((error) => error);
    expect(refusal.toBody().fields).to.have.all.keys('cursor');
    expect(refusal.toBody().fields?.cursor).to.match(/^must /);
    const lastTime = Date.UTC(10_000, 0) - 1;
    const codes = [lastTime, lastTime + 1].map((time) =>
      codeOf(bench().engine.conversations.list(me, { cursor: `${time}_a` })),
    );
    expect(await Promise.all(codes), 'the year 10000').to.deep.equal(['accepted', 'invalid_input']);
    for (const cursor of ["1_' OR 1=1 --", '0_%', `${'9'.repeat(15)}_~`]) {
      expect(await codeOf(bench().engine.conversations.list(me, { cursor })), cursor).to.be.oneOf([
        'accepted',
        'invalid_input',
      ]);
    }
  });

  it('shows a stranger nothing, even with the cursor of another user', async () => {
    const [anna, stranger] = await Promise.all([bench().join(), bench().join()]);
    const peers = await Promise.all([bench().join(), bench().join()]);
    for (const peer of peers) await send(anna, messageTo(peer));
    const { next } = await bench().engine.conversations.list(anna, { limit: 1 });
    const answer = await bench().engine.conversations.list(stranger, { cursor: next as string });
    expect(answer).to.deep.equal({ conversations: [], next: null });
  });
});
