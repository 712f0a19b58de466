/** Two concurrent `watch` requests of one socket, and pushes that wait while a block is found again. */
import { expect } from 'chai';
import type { User } from '../../src/protocol/shapes.ts';
import type { EventContext } from '../../src/realtime/event-rules.ts';
import { directoryEvents } from '../../src/realtime/events/directory-events.ts';
import { createSocketIndex } from '../../src/realtime/socket-index.ts';
import type { ClientSocket } from '../../src/realtime/socket-server.ts';
import { until } from '../support/waiting.ts';

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

describe('a change that waits for a socket', () => {
  const useWatcher = () => {
    const told: string[] = [];
    const emit = (_event: string, { users }: { users: User[] }) => told.push(...users.map(({ username }) => username));
    const socket = { emit, connected: true, data: { watched: new Set<string>(), seesLastSeen: true } };
    const index = createSocketIndex();
    const watcher = socket as unknown as ClientSocket;
    index.setWatched(watcher, 'anna', true);
    const push = (username: string) => index.pushToWatchers('anna', { users: [{ username } as User] });
    for (const username of ['first', 'second']) push(username);
    return { index, watcher, told };
  };

  it('is pushed although a poll finds again that the user may be watched', async () => {
    const { index, watcher, told } = useWatcher();
    index.setWatched(watcher, 'anna', true);
    await until('both are pushed', () => told.length === 2);
    expect(told).to.deep.equal(['first', 'second']);
  });

  it('is dropped when a block hides the user', () => {
    const { index, watcher, told } = useWatcher();
    index.setWatched(watcher, 'anna', false);
    index.watchOnly(watcher, []);
    expect(told).to.deep.equal(['first']);
  });
});
