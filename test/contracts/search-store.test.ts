/** The contract of the index of the search of messages. */
import { expect } from 'chai';
import { deleteRule, editRule } from '../../src/engine/conversations/change-rules.ts';
import type { RecentConversations } from '../../src/engine/ports/search-port.ts';
import { isBehind, rangeOf, segmentFrom } from '../../src/engine/ports/search-segment.ts';
import { asciiTestOf } from '../../src/protocol/search/ascii-test.ts';
import { findInMessage } from '../../src/protocol/search/message-match.ts';
import { readQuery } from '../../src/protocol/search/search-query.ts';
import { probesFor } from '../../src/protocol/search/term-filter.ts';
import { searchCases } from '../protocol/search-cases.ts';
import { describeStores } from './backends.ts';
import { makePair, makeSession, makeUser, newMessageOf } from './fixtures.ts';

describeStores('search store', (stores) => {
  async function conversationWith(...bodies: string[]) {
    const pair = await makePair(stores());
    for (const body of bodies) {
      await stores().messages.append({ ...(await newMessageOf(stores(), pair.conversation.id, pair.one.id)), body });
    }
    return pair;
  }

  /** Indexes the first segment as it is now. */
  async function index(channelId: string): Promise<boolean> {
    const { search } = stores();
    const states = await search.states([channelId]);
    const messages = await search.messages([rangeOf({ channelId, number: 0 })]);
    const reached = states.map((state) => ({ ...state, upTo: state.lastSeq, indexedRev: state.rev }));
    return search.save([await segmentFrom(channelId, 0, messages)], states, reached);
  }

  const idsOf = ({ states }: RecentConversations) => states.map(({ channelId }) => channelId);

  async function behindOf(userId: string): Promise<string[]> {
    const { states } = await stores().search.recent(userId, 10);
    return states.filter(isBehind).map(({ channelId }) => channelId);
  }

  const find = (userId: string, query: string, ...channelIds: string[]) => {
    const all = { sentFrom: 0, sentBefore: Date.now() + 60_000, offset: 0, limit: 10 };
    return stores().search.segments({
      ...all,
      userId,
      channelIds: channelIds.length > 0 ? channelIds : null,
      probes: probesFor(readQuery(query).needles, false),
    });
  };

  it('finds the segments that may have all words, for both members and for nobody else', async () => {
    const { one, other, conversation } = await conversationWith('Tea with milk', '你好 coffee');
    const stranger = await conversationWith('nothing');
    expect(await index(conversation.id)).to.equal(true);
    for (const { id } of [one, other]) {
      for (const query of ['tea', 'cof milk', '你好', 'mil']) {
        const found = await find(id, query);
        expect(
          found.map(({ channelId, number }) => [channelId, number]),
          query,
        ).to.deep.equal([[conversation.id, 0]]);
      }
      expect(await find(id, 'lemonade')).to.deep.equal([]);
      expect(await find(id, 'tea', stranger.conversation.id)).to.deep.equal([]);
    }
    expect(await find(stranger.one.id, 'tea')).to.deep.equal([]);
  });

  it('knows conversations that are behind, and those that are not', async () => {
    const { search, messages, changes } = stores();
    const { one, conversation } = await conversationWith('first');
    const behind = () => behindOf(one.id);
    const isFound = async () => (await search.lookThrough('', 10_000)).behind.includes(conversation.id);
    expect(await behind()).to.deep.equal([conversation.id]);
    expect(await isFound()).to.equal(true);
    await index(conversation.id);
    expect(await behind()).to.deep.equal([]);
    expect(await isFound()).to.equal(false);
    await messages.append(await newMessageOf(stores(), conversation.id, one.id));
    expect(await behind()).to.deep.equal([conversation.id]);
    await index(conversation.id);
    const target = {
      channelId: conversation.id,
      seq: 1,
      userId: one.id,
      sessionId: await makeSession(stores(), one.id),
    };
    await changes.change(target, editRule(one.id, 'edited'), () => {});
    expect(await behind()).to.deep.equal([conversation.id]);
    const [state] = await search.states([conversation.id]);
    expect(state && (await search.changed(state, 10)).map(({ seq }) => seq)).to.deep.equal([1]);
    await changes.change(target, deleteRule(one.id), () => {});
    await index(conversation.id);
    expect(await find(one.id, 'edited')).to.deep.equal([]);
  });

  it('lets one of two nodes index a conversation, and loses nothing of the other', async () => {
    const { search } = stores();
    const { one, conversation } = await conversationWith('first');
    const channelId = conversation.id;
    const states = await search.states([channelId]);
    const old = await segmentFrom(channelId, 0, await search.messages([rangeOf({ channelId, number: 0 })]));
    await stores().messages.append({ ...(await newMessageOf(stores(), channelId, one.id)), body: 'second' });
    expect(await index(channelId)).to.equal(true);
    expect(await search.save([old], states, states)).to.equal(false);
    expect(await find(one.id, 'second')).to.have.length(1);
  });

  it('finds as before while a conversation waits to be indexed again', async () => {
    const { search } = stores();
    const { one, conversation } = await conversationWith('first');
    await index(conversation.id);
    await search.reset([conversation.id]);
    expect(await behindOf(one.id)).to.deep.equal([conversation.id]);
    expect(await find(one.id, 'first')).to.have.length(1);
    expect(await index(conversation.id)).to.equal(true);
    expect(await behindOf(one.id)).to.deep.equal([]);
  });

  it('reads every message in which something is found, and leaves out those that cannot fit', async () => {
    const texts = searchCases.flatMap(({ found, others }) => [...found, ...others]);
    const { conversation } = await conversationWith(...texts);
    const ranges = [{ channelId: conversation.id, from: 1, to: texts.length }];
    const always = { sentFrom: 0, sentBefore: Date.now() + 60_000 };
    const read = async (query: string, times = always) => {
      const body = asciiTestOf(readQuery(query).needles);
      return (await stores().search.messages(ranges, { body, ...times })).map((message) => message.body);
    };
    for (const { query } of searchCases) {
      const { needles } = readQuery(query);
      const found = texts.filter((text) => findInMessage(needles, text));
      expect(await read(query), query).to.include.members(found);
    }
    expect(await read('coffee'))
      .to.include('two COFFEES, please')
      .and.not.include('ice-cream');
    expect(await read('привет'))
      .to.include('ПРИВЕТИК')
      .and.not.include('ice-cream');
    expect(await read('coffee', { ...always, sentBefore: Date.now() - 60_000 })).to.deep.equal([]);
    expect(await read('coffee', { ...always, sentFrom: Date.now() + 30_000 })).to.deep.equal([]);
  });

  it('knows the conversations that were active last, and when the others were at the latest', async () => {
    const user = await makeUser(stores());
    const channelIds: string[] = [];
    const peerIds: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { conversation, other } = await makePair(stores(), user);
      peerIds.unshift(other.id);
      await stores().messages.append(await newMessageOf(stores(), conversation.id, user.id));
      channelIds.unshift(conversation.id);
    }
    const all = await stores().search.recent(user.id, 4);
    expect(idsOf(all).sort()).to.deep.equal([...channelIds].sort());
    expect(all.othersBefore).to.equal(null);
    expect(channelIds.map((id) => all.peers.get(id)?.id)).to.deep.equal(peerIds);
    const few = await stores().search.recent(user.id, 1);
    const [some, othersBefore] = [idsOf(few), few.othersBefore];
    expect(some).to.have.length.within(1, 2);
    const others = channelIds.filter((id) => !some.includes(id));
    for (const message of await stores().messages.at(others.map((channelId) => ({ channelId, seq: 1 }))))
      expect(message.sentAt.getTime()).to.be.below(othersBefore ?? 0);
  });
});
