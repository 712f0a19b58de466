/** Tests of typing notices, the status line and the watch list. */
import { signal } from '@preact/signals';
import { type Clock, install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { Messenger } from '../../../src/web/model/messenger.ts';
import { OwnTyping } from '../../../src/web/model/own-typing.ts';
import { statusLine } from '../../../src/web/model/status-line.ts';
import { TypingPeers } from '../../../src/web/model/typing-peers.ts';
import type { WireState } from '../../../src/web/model/wire.ts';
import { FakeServer, userNamed } from './fake-server.ts';
import { fakeStores } from './fake-stores.ts';

describe('typing and presence', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = install();
  });
  afterEach(() => clock.uninstall());

  it('sends `typing` at most every two seconds, and `doneTyping` once', () => {
    const wire = new FakeServer().connect('ann');
    const typing = new OwnTyping(wire);
    for (let key = 0; key < 50; key += 1) {
      typing.typed('ben');
      clock.tick(100);
    }
    typing.done();
    typing.done();
    expect(wire.notices.map(({ event }) => event)).to.deep.equal(['typing', 'typing', 'typing', 'doneTyping']);
  });

  it('forgets a typing user after six seconds without an update', () => {
    const typing = new TypingPeers();
    const ben = { channelId: 'c1', username: 'ben' };
    typing.started(ben);
    clock.tick(4_000);
    typing.started(ben);
    clock.tick(5_900);
    expect(typing.in('c1')).to.deep.equal(['ben']);
    clock.tick(200);
    expect(typing.in('c1')).to.deep.equal([]);
  });

  it('tracks typing users for each conversation', () => {
    const typing = new TypingPeers();
    typing.started({ channelId: 'c1', username: 'ben' });
    typing.started({ channelId: 'c2', username: 'ben' });
    typing.stopped({ channelId: 'c2', username: 'ben' });
    expect([typing.in('c1'), typing.in('c2'), typing.in(null)]).to.deep.equal([['ben'], [], []]);
    typing.clear();
    expect(typing.all.value).to.deep.equal([]);
  });

  it('shows a lost and a restored connection, but not the first one', () => {
    const state = signal<WireState>('connecting');
    const typists = signal<readonly string[]>([]);
    const { status } = statusLine(state, typists);
    const kinds: string[] = [];
    for (const step of ['connected', 'lost', 'connected'] as const) {
      state.value = step;
      kinds.push(status.value.kind);
    }
    expect(kinds).to.deep.equal(['quiet', 'lost', 'back']);
    typists.value = ['ben', 'cem'];
    expect(status.value).to.deep.equal({ kind: 'typing', typists: ['ben', 'cem'] });
    typists.value = [];
    clock.tick(6_000);
    expect(status.value).to.deep.equal({ kind: 'quiet' });
  });

  it('shows that the peer is typing until a message arrives, and shows no other user', async () => {
    const wire = new FakeServer().connect('ann');
    const ann = new Messenger(userNamed('ann'), wire, fakeStores());
    ann.start();
    ann.openWith('ben');
    wire.deliver({ event: 'typing', payload: { channelId: 'x', from: 'cid' } });
    expect(ann.status.value.kind).to.equal('quiet');
    wire.deliver({ event: 'typing', payload: { channelId: 'ann+ben', from: 'ben' } });
    expect(ann.status.value).to.deep.equal({ kind: 'typing', typists: ['ben'] });
    const message = { channelId: 'ann+ben', seq: 1, from: 'ben', to: 'ann', body: 'x', clientId: 'x', sentAt: '' };
    wire.deliver({ event: 'chatMessage', payload: message });
    expect(ann.status.value.kind).to.equal('quiet');
    ann.stop();
  });

  it('watches the users on screen, and again after a reconnect', async () => {
    const server = new FakeServer();
    server.send('ben', 'ann', 'hi');
    const wire = server.connect('ann');
    const ann = new Messenger(userNamed('ann'), wire, fakeStores());
    ann.start();
    ann.openWith('cid');
    await clock.tickAsync(1_000);
    expect(wire.payloads('watch').at(-1)).to.deep.equal({ usernames: ['cid', 'ben'] });
    const before = wire.payloads('watch').length;
    wire.state.value = 'lost';
    wire.state.value = 'connected';
    await clock.tickAsync(1_000);
    expect(wire.payloads('watch').length).to.be.greaterThan(before);
    ann.stop();
  });
});
