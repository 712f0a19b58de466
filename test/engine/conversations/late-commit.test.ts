/** A message that was stored after its sender had been told to try again: the peer hears of it once, whoever finds out. */

import { expect } from 'chai';
import type { Channels } from '../../../src/engine/conversations/conversation-gate.ts';
import { createMessages } from '../../../src/engine/conversations/messages.ts';
import type { MissedMessages } from '../../../src/engine/conversations/missed-messages.ts';
import type { Typing } from '../../../src/engine/conversations/typing.ts';
import type { Appended, MessageStore, NewMessage, StoredMessage } from '../../../src/engine/ports/message-port.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';
import { createRecordingFanout } from '../recording-fanout.ts';

describe('a message stored too late for its answer', () => {
  const caller = { id: 'ann', username: 'ann', sessionId: 's', socketId: 'x' };
  const draft = { to: 'ben', clientId: 'a2f1', body: 'Late' };

  /** Stores what it says that it could not; `settle` is the store hearing of it. */
  function useLateStore() {
    const fanout = createRecordingFanout();
    const stored = new Map<string, Appended>();
    let settle = () => {};
    const store = {
      async append({ sessionId: _, ...given }: NewMessage, late: (message: StoredMessage) => void): Promise<Appended> {
        const before = stored.get(given.clientId);
        if (before) return { ...before, repeated: true };
        const message = { ...given, seq: 1, sentAt: new Date() };
        stored.set(given.clientId, { message, repeated: false });
        settle = () => late(message);
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
    const told = () => fanout.take('chatMessage').map(({ user, except }) => [user, except]);
    return { messages, stored, told, settle: () => settle() };
  }
  const everyDevice = [
    ['ben', undefined],
    ['ann', 'x'],
  ];

  it('is told to the peer when it is sent again, and only then', async () => {
    const { messages, stored, told } = useLateStore();
    const refusal = await messages.send(caller, draft).catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'unavailable' });
    expect(told()).to.deep.equal([]);
    const other = { ...draft, clientId: 'b3f2' };
    stored.set(other.clientId, {
      message: { ...other, channelId: 'c', senderId: 'ann', seq: 2, sentAt: new Date() },
      repeated: false,
    });
    await messages.send(caller, other);
    expect(told(), 'the repeat of another one').to.deep.equal([]);
    expect((await messages.send(caller, draft)).repeated).to.equal(true);
    expect(told()).to.deep.equal(everyDevice);
    await messages.send(caller, draft);
    expect(told()).to.deep.equal([]);
  });

  it('is told to the peer as soon as it is known to be stored, though it were never sent again here', async () => {
    const { messages, told, settle } = useLateStore();
    await messages.send(caller, draft).catch(() => {});
    expect(told()).to.deep.equal([]);
    settle();
    expect(told()).to.deep.equal(everyDevice);
    expect((await messages.send(caller, draft)).repeated).to.equal(true);
    expect(told(), 'once').to.deep.equal([]);
  });
});
