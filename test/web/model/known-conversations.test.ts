/** Tests of the conversations that the page knows, by id and by peer. */
import { expect } from 'chai';
import type { Message } from '../../../src/protocol/shapes.ts';
import { KnownConversations } from '../../../src/web/model/known-conversations.ts';
import { FakeServer } from './fake-server.ts';

const message = (channelId: string, seq: number, from: string, to: string): Message => ({
  channelId,
  seq,
  from,
  to,
  body: 'x',
  clientId: `${seq}`,
  sentAt: new Date(seq * 1_000).toISOString(),
});

describe('KnownConversations', () => {
  let known: KnownConversations;
  beforeEach(() => {
    known = new KnownConversations('ann');
  });

  it('opens a conversation before its id is known, and keeps it when the id arrives', () => {
    const conversation = known.withPeer('ben');
    expect([conversation.id.value, known.get('c1')]).to.deep.equal([null, undefined]);
    expect(known.identify('c1', 'ben')).to.equal(conversation);
    expect(conversation.id.value).to.equal('c1');
    expect(known.get('c1')).to.equal(conversation);
    expect(known.withPeer('ben')).to.equal(conversation);
  });

  it('finds the conversation of a message by its id, for own messages and for those of the peer', () => {
    const conversation = known.receive(message('c1', 1, 'ann', 'ben'));
    expect(conversation.peer).to.equal('ben');
    expect(known.receive(message('c1', 2, 'ben', 'ann'))).to.equal(conversation);
    expect(known.receive(message('c2', 1, 'cid', 'ann'))).not.to.equal(conversation);
  });

  it('lists the conversations with a message, newest activity first', () => {
    known.withPeer('dan');
    known.receive(message('c1', 2, 'ben', 'ann'));
    known.receive(message('c2', 5, 'cid', 'ann'));
    const peers = () => known.active.value.map(({ peer }) => peer);
    expect(peers()).to.deep.equal(['cid', 'ben']);
    known.receive(message('c1', 9, 'ann', 'ben'));
    expect(peers()).to.deep.equal(['ben', 'cid']);
  });

  it('lists a room without a message by its creation, and first while only a push has told of it', () => {
    const room = { title: 'Tea', memberCount: 2, role: 'member' } as const;
    known.receive(message('c1', 2, 'ben', 'ann'));
    known.receive(message('c2', 5, 'cid', 'ann'));
    const { room: shown } = known.withPeer('room:c3');
    shown.value = room;
    const peers = () => known.active.value.map(({ peer }) => peer);
    expect(peers()).to.deep.equal(['room:c3', 'cid', 'ben']);
    shown.value = { ...room, createdAt: new Date(3_000).toISOString() };
    expect(peers()).to.deep.equal(['cid', 'room:c3', 'ben']);
  });

  it('learns the id from the summary of the server', () => {
    const server = new FakeServer();
    server.send('ben', 'ann', 'hello');
    const { conversations } = server.answer(server.connect('ann'), { event: 'conversations', payload: {} }) as {
      conversations: Parameters<KnownConversations['learn']>[0][];
    };
    const opened = known.withPeer('ben');
    for (const summary of conversations) known.learn(summary);
    expect(known.get('ann+ben')).to.equal(opened);
    expect(known.unread.value).to.equal(1);
  });
});
