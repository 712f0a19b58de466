/** What typing promises: told to the peer, over by a word, after five seconds, by a message or when the typist is gone. */

import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { createTyping, type Typing } from '../../../src/engine/conversations/typing.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { draftTo, useEngine } from '../engine-bench.ts';
import { createRecordingFanout, type RecordingFanout } from '../recording-fanout.ts';

const anna: Caller = {
  id: 'anna-id',
  username: 'anna',
  sessionId: 'anna-s',
  socketId: 'anna-1',
};
const channelId = 'channel-ab';

describe('typing', () => {
  let clock: Clock;
  let fanout: RecordingFanout;
  let typing: Typing;

  beforeEach(() => {
    clock = install({ toFake: ['setTimeout', 'clearTimeout'] });
    fanout = createRecordingFanout();
    typing = createTyping(fanout, async () => false);
  });
  afterEach(() => clock.uninstall());

  const start = (caller = anna, channel = channelId, peer = 'bert-id') => typing.start(caller, channel, peer);
  const stop = () => typing.stop(anna, channelId, 'bert-id');
  const events = () => fanout.take().map(({ event }) => event);

  it('tells the peer alone, with the channel and who it is', async () => {
    await start();
    expect(fanout.take()).to.deep.equal([
      { user: 'bert-id', event: 'typing', payload: { channelId, from: 'anna' }, to: 'devices' },
    ]);
    stop();
    expect(fanout.take()).to.deep.equal([
      { user: 'bert-id', event: 'doneTyping', payload: { channelId, from: 'anna' }, to: 'devices' },
    ]);
  });

  it('is over five seconds after the last word of it, and says so once', async () => {
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

  it('says nothing of an end where nothing began', async () => {
    stop();
    typing.disconnected('anna-1');
    expect(events()).to.deep.equal([]);
  });

  it('ends when the socket it was typed at is gone, in every conversation, and not for another socket', async () => {
    await start();
    await start(anna, 'channel-ac', 'carl-id');
    await start({ id: 'dora-id', username: 'dora', sessionId: 'dora-s', socketId: 'dora-1' }, 'channel-db');
    fanout.take();
    typing.disconnected('somebody-else');
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

  it('keeps the two directions of a conversation apart', async () => {
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
    typing.stop(bert, channelId, 'anna-id');
    expect(fanout.take().map(({ user }) => user)).to.deep.equal(['anna-id']);
  });

  it('says nothing of what was over before it was known whether a block stands, and nothing at all when one does', async () => {
    let answer = (_: boolean) => {};
    typing = createTyping(fanout, () => new Promise((resolve) => (answer = resolve)));
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

  it('is over by a word that came after it, though it was still being asked whether a block stands', async () => {
    const answers: ((blocked: boolean) => void)[] = [];
    typing = createTyping(fanout, () => new Promise((resolve) => answers.push(resolve)));
    const both = [start(), typing.done(anna, channelId, 'bert-id')];
    for (const answer of answers) answer(false);
    await Promise.all(both);
    expect(events()).to.deep.equal(['typing', 'doneTyping']);
  });

  it('goes on for the peer who has been told when it is said again, though a block came meanwhile', async () => {
    let blocked = false;
    typing = createTyping(fanout, async () => blocked);
    await start();
    blocked = true;
    await start();
    expect(events()).to.deep.equal(['typing']);
    stop();
    expect(events()).to.deep.equal(['doneTyping']);
  });

  it('ends for both in one conversation, and in no other', async () => {
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

  it('leaves no timer behind when it is closed', async () => {
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

  it('is over with the message, before the message is told', async () => {
    const [one, other] = await Promise.all([bench().join(), bench().join()]);
    const { channelId: channel, peer } = await bench().engine.channels.withPeer(one, other.username);
    await bench().engine.typing.start(one, channel, peer.id);
    bench().fanout.take();
    await bench().engine.messages.send(one, draftTo(other));
    const told = bench()
      .fanout.take()
      .filter(({ user }) => user === other.id);
    expect(told.map(({ event }) => event)).to.deep.equal(['doneTyping', 'chatMessage']);
  });

  it('goes on when somebody else’s message comes', async () => {
    const [one, other] = await Promise.all([bench().join(), bench().join()]);
    const { channelId: channel, peer } = await bench().engine.channels.withPeer(one, other.username);
    await bench().engine.typing.start(one, channel, peer.id);
    bench().fanout.take();
    await bench().engine.messages.send(other, draftTo(one));
    expect(bench().fanout.take('doneTyping')).to.deep.equal([]);
  });
});
