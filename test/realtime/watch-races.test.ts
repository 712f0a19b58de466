/** Two concurrent `watch` requests of one socket. */
import { expect } from 'chai';
import type { EventContext } from '../../src/realtime/event-rules.ts';
import { directoryEvents } from '../../src/realtime/events/directory-events.ts';
import { createSocketIndex } from '../../src/realtime/socket-index.ts';

/** A socket, and an engine that answers the query for blocks only when the test says so. */
function useSocket() {
  const socket = { connected: true, data: { wanted: new Set<string>(), watched: new Set<string>() } };
  const index = createSocketIndex();
  const answers: (() => void)[] = [];
  const engine = {
    people: {
      idsOf: async (names: string[]) => names,
      blockedPeers: () => new Promise((resolve) => answers.push(() => resolve(new Map()))),
      hidesLastSeen: async () => false,
    },
    presence: { snapshot: async () => [] },
  };
  const watch = (...usernames: string[]) =>
    directoryEvents.watch.run({ engine, socket, index, caller: { id: 'me' } } as unknown as EventContext, {
      usernames,
    });
  return { index, socket, watch, answers };
}

describe('the event `watch`', () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    // A block removes only users that the socket wants to watch.
    it(`leaves no unwanted user watched when two requests are answered in the order ${order.join(', ')}`, async () => {
      const { index, socket, watch, answers } = useSocket();
      const both = [watch('anna', 'bert'), watch('carl')];
      while (answers.length < 2) await new Promise(setImmediate);
      for (const request of order) {
        answers[request]?.();
        await both[request];
      }
      expect(socket.data.watched).to.deep.equal(socket.data.wanted);
      expect(new Set(index.watchedUsers())).to.deep.equal(socket.data.wanted);
    });
  }

  it('adds nothing to the index when the socket disconnects before the answer', async () => {
    const { index, socket, watch, answers } = useSocket();
    const request = watch('anna');
    while (answers.length < 1) await new Promise(setImmediate);
    socket.connected = false;
    answers[0]?.();
    await request;
    expect(index.watchedUsers()).to.deep.equal([]);
  });
});
