/** Tests of the search of messages with late, empty and failed answers. */
import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import type { Message } from '../../../src/protocol/shapes.ts';
import { KnownConversations } from '../../../src/web/model/known-conversations.ts';
import { messagesOnDevice } from '../../../src/web/model/search/messages-on-device.ts';
import { PagedSearch } from '../../../src/web/model/search/paged-search.ts';
import type { StoredLog } from '../../../src/web/model/state-store.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { deletion, editTo } from './fake-changes.ts';
import { FakeServer, type FakeWire } from './fake-server.ts';

describe('PagedSearch', () => {
  let clock: Clock & { uninstall(): void };
  let server: FakeServer;
  let wire: FakeWire;
  let conversations: KnownConversations;
  let search: PagedSearch;
  const found = () => search.hits.value.map(({ message }) => message.body);
  const asked = () => wire.payloads('searchMessages').map((payload) => (payload as { query: string }).query);
  const pause = () => clock.tickAsync(300);

  beforeEach(() => {
    clock = install();
    server = new FakeServer();
    wire = server.connect('ann');
    server.send('ann', 'ben', 'red apple');
    server.send('cem', 'ann', 'green apple');
    conversations = new KnownConversations('ann');
    search = new PagedSearch(wire, messagesOnDevice('ann', conversations));
  });
  afterEach(() => clock.uninstall());

  it('asks once the user pauses, and tells where the words are', async () => {
    for (const query of ['a', 'ap', 'app']) search.type(query);
    expect([search.state.value, asked()]).to.deep.equal(['searching', []]);
    await pause();
    expect([search.state.value, asked()]).to.deep.equal(['found', ['app']]);
    expect([found()[0], search.hits.value[0]?.ranges]).to.deep.equal(['red apple', [[4, 9]]]);
    search.type('pear');
    await pause();
    expect([search.state.value, found()]).to.deep.equal(['found', []]);
  });

  it('asks for messages of rooms, where the server has rooms', async () => {
    const inRooms = new PagedSearch(wire, messagesOnDevice('ann', conversations), () => true);
    inRooms.type('apple');
    await pause();
    inRooms.searchWith('ben');
    await pause();
    const payloads = wire.payloads('searchMessages').map((payload) => 'rooms' in (payload as object));
    expect(payloads).to.deep.equal([true, false]);
  });

  it('asks nothing for a blank query, and forgets what it has found', async () => {
    search.type('apple');
    await pause();
    search.type('  ""');
    expect([search.state.value, found()]).to.deep.equal(['idle', []]);
    await pause();
    expect(asked()).to.deep.equal(['apple']);
  });

  it('searches one conversation, and all of them again', async () => {
    search.type('apple');
    search.searchWith('ben');
    await pause();
    expect(found()).to.deep.equal(['red apple']);
    search.searchWith(null);
    await pause();
    expect(found()).to.have.length(2);
  });

  it('asks one thing at a time, and drops the answers to earlier queries', async () => {
    wire.delayMs = 1_000;
    search.type('red');
    await pause();
    search.type('gr');
    await pause();
    search.type('green');
    await pause();
    expect(asked()).to.deep.equal(['red']);
    await clock.tickAsync(500);
    expect([asked(), found()]).to.deep.equal([['red', 'green'], []]);
    await clock.tickAsync(1_000);
    expect([asked(), found()]).to.deep.equal([['red', 'green'], ['green apple']]);
  });

  it('drops an answer that comes after the query was cleared', async () => {
    wire.delayMs = 1_000;
    search.type('red');
    await pause();
    search.clear();
    await clock.tickAsync(2_000);
    expect([search.state.value, found(), asked()]).to.deep.equal(['idle', [], ['red']]);
  });

  it('fetches page after page, and no message twice', async () => {
    for (let number = 1; number <= 70; number += 1) server.send('ann', 'ben', `pear ${number}`);
    search.type('pear');
    await pause();
    expect([found().length, found()[0], search.hasMore.value]).to.deep.equal([30, 'pear 70', true]);
    server.send('ann', 'ben', 'pear 71');
    await search.more();
    expect(new Set(found()).size).to.equal(found().length);
    await search.more();
    await search.more();
    expect([found().at(-1), search.hasMore.value]).to.deep.equal(['pear 1', false]);
  });

  it('tells a failure, and tries the same page again', async () => {
    for (let number = 1; number <= 40; number += 1) server.send('ann', 'ben', `pear ${number}`);
    wire.fate = () => new WireFailure('rate_limited', 'slowly', 7_000);
    search.type('pear');
    await pause();
    expect([search.state.value, search.failure.value]).to.deep.equal([
      'failed',
      'Too much at once. Try again in 7 seconds.',
    ]);
    wire.fate = () => null;
    search.now();
    await pause();
    expect([search.state.value, search.failure.value, found().length]).to.deep.equal(['found', '', 30]);
    wire.fate = () => new WireFailure('timeout', 'no answer');
    await search.more();
    expect([search.state.value, found().length]).to.deep.equal(['failed', 30]);
    wire.fate = () => null;
    search.now();
    await pause();
    expect([search.state.value, found().length]).to.deep.equal(['found', 40]);
  });

  it('goes on by itself after pages without a hit, but not for ever', async () => {
    const request = wire.request.bind(wire);
    let left = 3;
    wire.request = async (event, payload) => {
      const answer = await request(event, payload);
      left -= 1;
      return event === 'searchMessages' && left > 0 ? { ...answer, hits: [], next: '0' } : answer;
    };
    search.type('apple');
    await pause();
    expect([found().length, asked().length]).to.deep.equal([2, 3]);
    left = Number.POSITIVE_INFINITY;
    search.type('apples');
    await pause();
    expect([search.state.value, found(), asked().length, search.hasMore.value]).to.deep.equal(['found', [], 8, true]);
  });

  it('finds messages on the device without a connection, and all when asked again with one', async () => {
    conversations.receive(server.message('ann', 'ben', 1));
    wire.state.value = 'lost';
    search.type('apple from:me');
    await pause();
    expect([search.state.value, found()]).to.deep.equal(['offline', ['red apple']]);
    search.type('apple from:peer');
    await pause();
    expect(found()).to.deep.equal([]);
    wire.state.value = 'connected';
    search.type('apple');
    await pause();
    expect([search.state.value, found().length]).to.deep.equal(['found', 2]);
  });

  it('finds messages that the browser keeps, each once, as they are loaded, and none of a conversation that is gone', async () => {
    const logOf = (peer: string, ...messages: Message[]): StoredLog => {
      const readState = { ownReadSeq: 0, peerReadSeq: 0, peerDeliveredSeq: 0 };
      return { peer, channelId: messages[0]?.channelId ?? '', messages, rev: 0, readState };
    };
    const [red, green] = [server.message('ann', 'ben', 1), server.message('cem', 'ann', 1)];
    server.send('dan', 'ann', 'yellow apple');
    const kept = [logOf('ben', red), logOf('cem', green), logOf('dan', server.message('dan', 'ann', 1))];
    conversations.storedLogs = async () => kept;
    conversations.receive(server.change('ann', 'ben', 1, editTo('a dark red apple')));
    conversations.withPeer('cem').learnEnd(green);
    wire.state.value = 'lost';
    search.type('apple');
    await pause();
    expect([search.state.value, found().sort()]).to.deep.equal(['offline', ['a dark red apple', 'green apple']]);
    search.searchWith('ben');
    await pause();
    expect(found()).to.deep.equal(['a dark red apple']);
  });

  it('shows nothing found on the device for an earlier query', async () => {
    const asked: ((logs: StoredLog[]) => void)[] = [];
    conversations.storedLogs = () => new Promise((resolve) => asked.push(resolve));
    conversations.receive(server.message('ann', 'ben', 1));
    wire.state.value = 'lost';
    search.type('apple');
    await pause();
    search.type('pear');
    asked[0]?.([]);
    await clock.tickAsync(0);
    expect([search.state.value, found()]).to.deep.equal(['searching', []]);
    await pause();
    asked[1]?.([]);
    await clock.tickAsync(0);
    expect([search.state.value, found()]).to.deep.equal(['offline', []]);
  });

  it('follows the changes of what it has found', async () => {
    search.type('apple');
    await pause();
    search.learn(server.change('ann', 'ben', 1, editTo('an apple')));
    expect(search.hits.value.find(({ message }) => message.from === 'ann')?.ranges).to.deep.equal([[3, 8]]);
    search.learn(server.change('ann', 'ben', 1, editTo('a pear')));
    expect(found()).to.deep.equal(['green apple']);
    search.learn(server.change('cem', 'ann', 1, deletion));
    expect(found()).to.deep.equal([]);
  });
});
