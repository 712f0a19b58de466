/** Typing: pushed to the peer, ended by an event, five seconds, a message or a disconnect. */

import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { createTyping, type Typing } from '../../../src/engine/conversations/typing.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { messageTo, useEngine } from '../engine-bench.ts';
import { createRecordingFanout, type RecordingFanout } from '../recording-fanout.ts';

const anna: Caller = {
  id: 'anna-id',
  username: 'anna',
  sessionId: 'anna-s',
  socketId: 'anna-1',
};
const channelId = 'channel-ab';
const noRooms = async () => [];

describe('typing', () => {
  let clock: Clock;
  let fanout: RecordingFanout;
  let typing: Typing;

  beforeEach(() => {
    clock = install({ toFake: ['setTimeout', 'clearTimeout'] });
    fanout = createRecordingFanout();
    typing = createTyping(fanout, async () => false, noRooms);
  });
  afterEach(() => clock.uninstall());

  const place = (channel = channelId, peer = 'bert-id', me = 'anna-id') => ({
    channelId: channel,
    peer: { id: peer, username: peer },
    members: [peer, me],
  });
  const start = (caller = anna, channel = channelId, peer = 'bert-id') =>
    typing.start(caller, place(channel, peer, caller.id));
  const stop = () => typing.stop(anna, place());
  const events = () => fanout.take().map(({ event }) => event);

  it('pushes to the peer only, with the conversation and the typist', async () => {
    await start();
    expect(fanout.take()).to.deep.equal([
      { user: 'bert-id', event: 'typing', payload: { channelId, from: 'anna' }, to: 'devices' },
    ]);
    stop();
    expect(fanout.take()).to.deep.equal([
      { user: 'bert-id', event: 'doneTyping', payload: { channelId, from: 'anna' }, to: 'devices' },
    ]);
  });

  it('ends five seconds after the last `typing`, with one push', async () => {
    await start();
    clock.tick(4_999);
    await start();
    clock.tick(4_999);
    expect(events()).to.deep.equal(['typing', 'typing']);
    clock.tick(1);
    expect(events()).to.deep.equal(['doneTyping']);
    clock.tick(60_000);
    stop();
    expect(events()).to.deep.equal([]);
  });

  it('pushes no end of typing that never began', async () => {
    stop();
    typing.disconnected('anna-1');
    expect(events()).to.deep.equal([]);
  });

  it('ends in every conversation when the typist’s socket is gone, and not with another socket', async () => {
    await start();
    await start(anna, 'channel-ac', 'carl-id');
    await start({ id: 'dora-id', username: 'dora', sessionId: 'dora-s', socketId: 'dora-1' }, 'channel-db');
    fanout.take();
    typing.disconnected('another-socket');
    expect(events()).to.deep.equal([]);
    typing.disconnected('anna-1');
    const ended = fanout.take('doneTyping');
    expect(ended.map(({ user, payload }) => [user, payload.from])).to.deep.equal([
      ['bert-id', 'anna'],
      ['carl-id', 'anna'],
    ]);
    clock.tick(5_000);
    expect(fanout.take().map(({ payload }) => payload)).to.deep.equal([{ channelId: 'channel-db', from: 'dora' }]);
  });

  it('tracks the two members of a conversation separately', async () => {
    const bert = {
      id: 'bert-id',
      username: 'bert',
      sessionId: 'bert-s',
      socketId: 'bert-1',
    };
    await start();
    await start(bert, channelId, 'anna-id');
    fanout.take();
    stop();
    expect(fanout.take().map(({ user }) => user)).to.deep.equal(['bert-id']);
    typing.stop(bert, place(channelId, 'anna-id', 'bert-id'));
    expect(fanout.take().map(({ user }) => user)).to.deep.equal(['anna-id']);
  });

  it('tells a room of three typists at most, and of the next one when one of them is done', async () => {
    const room = { channelId, peer: null, members: [] };
    const typists = ['ann', 'ben', 'cem', 'dan'].map((username) => ({ ...anna, id: `${username}-id`, username }));
    for (const typist of typists) await typing.start(typist, room);
    const told = () =>
      fanout.take().map(({ to, user, event, payload }) => [to, user, event, (payload as { from: string }).from]);
    expect(told()).to.deep.equal(['ann', 'ben', 'cem'].map((name) => ['room', channelId, 'typing', name]));
    typing.stop(typists[0] as typeof anna, room);
    await typing.start(typists[3] as typeof anna, room);
    expect(told()).to.deep.equal([
      ['room', channelId, 'doneTyping', 'ann'],
      ['room', channelId, 'typing', 'dan'],
    ]);
  });

  it('pushes nothing when typing ends before the block check, or when a block stands', async () => {
    let answer = (_: boolean) => {};
    typing = createTyping(fanout, () => new Promise((resolve) => (answer = resolve)), noRooms);
    const starting = start();
    stop();
    answer(false);
    await starting;
    expect(events()).to.deep.equal([]);
    const blocked = start();
    answer(true);
    await blocked;
    stop();
    clock.tick(5_000);
    expect(events()).to.deep.equal([]);
  });

  it('pushes `doneTyping` after `typing` when both wait for the block check', async () => {
    const answers: ((blocked: boolean) => void)[] = [];
    typing = createTyping(fanout, () => new Promise((resolve) => answers.push(resolve)), noRooms);
    const both = [start(), typing.done(anna, place())];
    for (const answer of answers) answer(false);
    await Promise.all(both);
    expect(events()).to.deep.equal(['typing', 'doneTyping']);
  });

  it('still pushes the end to a peer that saw the beginning, although a block came meanwhile', async () => {
    let blocked = false;
    typing = createTyping(fanout, async () => blocked, noRooms);
    await start();
    blocked = true;
    await start();
    expect(events()).to.deep.equal(['typing']);
    stop();
    expect(events()).to.deep.equal(['doneTyping']);
  });

  it('ends for both members of one conversation, and in no other', async () => {
    const bert = { id: 'bert-id', username: 'bert', sessionId: 'bert-s', socketId: 'bert-1' };
    await start();
    await start(bert, channelId, 'anna-id');
    await start(anna, 'channel-ac', 'carl-id');
    fanout.take();
    typing.end(channelId);
    expect(fanout.take('doneTyping').map(({ user }) => user)).to.deep.equal(['bert-id', 'anna-id']);
    clock.tick(5_000);
    expect(fanout.take('doneTyping').map(({ user }) => user)).to.deep.equal(['carl-id']);
  });

  it('leaves no timer when it is closed', async () => {
    await start();
    typing.close();
    fanout.take();
    expect(clock.countTimers()).to.equal(0);
    clock.tick(10_000);
    expect(events()).to.deep.equal([]);
  });
});

describe('typing in the engine', () => {
  const bench = useEngine();

  it('ends with the typist’s message, before the message is pushed', async () => {
    const [one, other] = await Promise.all([bench().join(), bench().join()]);
    await bench().engine.typing.start(one, await bench().engine.conversationGate.find(one, { peer: other.username }));
    bench().fanout.take();
    await bench().engine.messages.send(one, messageTo(other));
    const pushes = bench()
      .fanout.take()
      .filter(({ user }) => user === other.id);
    expect(pushes.map(({ event }) => event)).to.deep.equal(['doneTyping', 'chatMessage']);
  });

  it('continues when a message of the peer comes', async () => {
    const [one, other] = await Promise.all([bench().join(), bench().join()]);
    await bench().engine.typing.start(one, await bench().engine.conversationGate.find(one, { peer: other.username }));
    bench().fanout.take();
    await bench().engine.messages.send(other, messageTo(one));
    expect(bench().fanout.take('doneTyping')).to.deep.equal([]);
  });

  it('reaches the peer in a conversation that is not open, without opening it', async () => {
    const [one, other] = await Promise.all([bench().join(), bench().join()]);
    const view = await bench().engine.conversationGate.find(one, { peer: other.username });
    bench().fanout.take();
    await bench().engine.typing.start(one, view);
    await bench().engine.typing.done(one, view);
    const payload = { channelId: view.channelId, from: one.username };
    expect(bench().fanout.take()).to.deep.equal([
      { user: other.id, event: 'typing', payload, to: 'devices' },
      { user: other.id, event: 'doneTyping', payload, to: 'devices' },
    ]);
    expect((await bench().stores.conversations.locate(one.id, other.id)).isOpen).to.equal(false);
  });
});
