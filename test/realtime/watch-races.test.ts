/** Wishes to watch that overtake each other leave a socket in no room that it does not wish for: no block would find it there. */
import { expect } from 'chai';
import type { Asking } from '../../src/realtime/event-rules.ts';
import { directoryEvents } from '../../src/realtime/events/directory-events.ts';
import { watchRoom } from '../../src/realtime/rooms.ts';

/** A socket, and an engine that answers who is kept apart only when it is told to. */
function useSocket() {
  const rooms = new Set(['own']);
  const socket = {
    rooms,
    data: { wanted: new Set<string>() },
    join: async (more: string[]) => more.forEach((room) => void rooms.add(room)),
    leave: async (room: string) => void rooms.delete(room),
  };
  const answers: (() => void)[] = [];
  const engine = {
    people: {
      idsOf: async (names: string[]) => names,
      apartFrom: () => new Promise((resolve) => answers.push(() => resolve(new Map()))),
    },
    presence: { look: async () => [] },
  };
  const watch = (...usernames: string[]) =>
    directoryEvents.watch.run({ engine, socket, caller: { id: 'me' } } as unknown as Asking, { usernames });
  return { rooms, socket, watch, answers };
}

describe('two wishes to watch at once', () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    it(`end in the rooms of one of them, when they are answered in the order ${order.join(', ')}`, async () => {
      const { rooms, socket, watch, answers } = useSocket();
      const both = [watch('anna', 'bert'), watch('carl')];
      while (answers.length < 2) await new Promise(setImmediate);
      for (const index of order) {
        answers[index]?.();
        await both[index];
      }
      expect(rooms).to.deep.equal(new Set(['own', ...[...socket.data.wanted].map(watchRoom)]));
    });
  }
});
