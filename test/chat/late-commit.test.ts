/** A message that was stored after its sender had been told to try again: the repeat is what the peer hears of it. */
import { expect } from 'chai';
import type { Channels } from '../../src/chat/channels.ts';
import { createMessages } from '../../src/chat/messages.ts';
import type { MissedMessages } from '../../src/chat/missed-messages.ts';
import type { Appended, Draft, MessageStore } from '../../src/chat/ports.ts';
import type { Typing } from '../../src/chat/typing.ts';
import { Refusal } from '../../src/protocol/refusals.ts';
import { createRecordingFanout } from './recording-fanout.ts';

describe('a message stored too late for its answer', () => {
  it('is told to the peer when it is sent again, and only then', async () => {
    const fanout = createRecordingFanout();
    const stored = new Map<string, Appended>();
    const store = {
      async append({ sessionId: _, ...draft }: Draft): Promise<Appended> {
        const before = stored.get(draft.clientId);
        if (before) return { ...before, repeated: true };
        stored.set(draft.clientId, { message: { ...draft, seq: 1, sentAt: new Date() }, repeated: false });
        throw new Refusal('unavailable', 'Too late.');
      },
    };
    const messages = createMessages({
      users: {} as never,
      channelStore: {} as never,
      channels: {
        withPeer: async () => ({ channelId: 'c', peer: { id: 'ben', username: 'ben' } }),
      } as unknown as Channels,
      store: store as unknown as MessageStore,
      typing: { stop() {} } as unknown as Typing,
      missed: { note() {} } as unknown as MissedMessages,
      fanout,
    });
    const caller = { id: 'ann', username: 'ann', sessionId: 's', socketId: 'x' };
    const draft = { to: 'ben', clientId: 'a2f1', body: 'Late' };
    const refusal = await messages.send(caller, draft).catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'unavailable' });
    expect(fanout.take()).to.deep.equal([]);
    const other = { ...draft, clientId: 'b3f2' };
    stored.set(other.clientId, {
      message: { ...other, channelId: 'c', senderId: 'ann', seq: 2, sentAt: new Date() },
      repeated: false,
    });
    await messages.send(caller, other);
    expect(fanout.take(), 'the repeat of another one').to.deep.equal([]);
    expect((await messages.send(caller, draft)).repeated).to.equal(true);
    expect(fanout.take('chatMessage').map(({ user }) => user)).to.deep.equal(['ben', 'ann']);
    await messages.send(caller, draft);
    expect(fanout.take()).to.deep.equal([]);
  });
});
