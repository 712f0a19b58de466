/** The conversation gate: finds a conversation by the peer's name, and caches open ones. */

import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { ConversationStore } from '../../../src/engine/ports/conversation-port.ts';
import type { UserStore } from '../../../src/engine/ports/user-port.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { until } from '../../support/waiting.ts';
import { useEngine } from '../engine-bench.ts';

describe('the conversation gate', () => {
  const bench = useEngine();

  /** Another gate to the same conversations, which counts its queries; `away` makes them fail. */
  function countingGate() {
    const asked = { peers: 0, heads: 0, away: false };
    const { parts } = bench();
    const answer = async <T>(work: () => Promise<T>): Promise<T> => {
      if (asked.away) throw new Error('away');
      return work();
    };
    const findPeer: UserStore['findPeer'] = (name) => {
      asked.peers += 1;
      return answer(() => parts.users.findPeer(name));
    };
    const head: ConversationStore['head'] = (id) => {
      asked.heads += 1;
      return answer(() => parts.conversations.head(id));
    };
    const users = { ...parts.users, findPeer };
    const { conversationGate: gate } = createEngine({
      ...parts,
      users,
      conversations: { ...parts.conversations, head },
    });
    return { gate, asked };
  }

  it('leads both members to one conversation, ignoring the case of the name, and caches an open one', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const { gate, asked } = countingGate();
    const names = [bert.username, bert.username.toUpperCase(), bert.username];
    const views = await Promise.all(names.map((name) => gate.open(anna, { peer: name })));
    const [{ channelId } = { channelId: '' }] = views;
    const peer = { id: bert.id, username: bert.username };
    for (const view of views) {
      expect(view).to.deep.include({ channelId, peer, members: [bert.id, anna.id], isOpen: true });
    }
    expect(await gate.find(anna, { peer: bert.username })).to.equal(views[0]);
    expect(asked.peers).to.equal(1);
    expect(await gate.find(bert, { peer: anna.username })).to.include({ channelId, isOpen: true });
    await Promise.all([gate.find(bert, { peer: anna.username }), gate.open(bert, { peer: anna.username })]);
    expect(asked.peers).to.equal(2);
  });

  it('opens no conversation by finding it, and sees that another node opened it', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const { gate, asked } = countingGate();
    const both = await Promise.all([1, 2].map(() => gate.find(anna, { peer: bert.username })));
    expect(both.map(({ isOpen }) => isOpen)).to.deep.equal([false, false]);
    expect(asked.peers, 'concurrent calls share a look-up').to.equal(1);
    const { id } = await bench().stores.conversations.open(anna.id, bert.id);
    expect(await gate.find(anna, { peer: bert.username })).to.include({ channelId: id, isOpen: true });
  });

  it('answers the conversation with oneself, which has one member', async () => {
    const anna = await bench().join();
    const { conversationGate } = bench().engine;
    const view = await conversationGate.find(anna, { peer: anna.username.toUpperCase() });
    expect(view).to.deep.include({ isOpen: false, members: [anna.id] });
    expect(view.peer).to.include({ id: anna.id, username: anna.username });
    const { channelId } = await conversationGate.open(anna, { peer: anna.username });
    expect(await conversationGate.find(anna, { peer: anna.username })).to.include({ channelId, isOpen: true });
    expect(await codeOf(conversationGate.find(anna, { peer: 'nobody-here' }))).to.equal('not_found');
  });

  it('queries again after a failure', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const { gate, asked } = countingGate();
    const failed = (work: Promise<unknown>) => work.then(() => false).catch((error: Error) => error.message === 'away');
    asked.away = true;
    expect(await failed(gate.find(anna, { peer: bert.username }))).to.equal(true);
    asked.away = false;
    const { channelId } = await gate.open(anna, { peer: bert.username });
    asked.away = true;
    expect(await failed(gate.isBlocked(channelId))).to.equal(true);
    asked.away = false;
    expect(await gate.isBlocked(channelId)).to.equal(false);
  });

  it('caches whether a block stands, until a change is noted or the entry expires', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const { gate, asked } = countingGate();
    const { channelId } = await gate.open(anna, { peer: bert.username });
    const both = [gate.isBlocked(channelId), gate.isBlocked(channelId)];
    expect([asked.heads, ...(await Promise.all(both))]).to.deep.equal([1, false, false]);
    await bench().stores.blocks.block(channelId, anna.id, new Map());
    await until('the block is met', () => gate.isBlocked(channelId));
    gate.noteBlock(channelId, false);
    const before = asked.heads;
    expect([await gate.isBlocked(channelId), asked.heads]).to.deep.equal([false, before]);
  });
});
