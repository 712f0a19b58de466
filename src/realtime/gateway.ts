/** The door of sockets: what happens when one connects, speaks and leaves. */

import { setTimeout as wait } from 'node:timers/promises';
import { toUser } from '../engine/people/people.ts';
import { limits } from '../protocol/limits.ts';
import { guardConnections } from './connection-guard.ts';
import { type Connection, connectionsOf, cut, forgetHandshake } from './connections.ts';
import { createDispatch, type DispatchParts } from './dispatch.ts';
import { onWatchedElsewhere } from './fanout.ts';
import { createHandshake, type Doorkeeper } from './handshake.ts';
import { writeOnce } from './one-write.ts';
import { watchSlowReaders } from './slow-readers.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

export interface GatewayParts extends Doorkeeper, DispatchParts {
  /** Settles when what other nodes push to the rooms joined so far is heard here; or, for patience has its end, `late` does. */
  subscribed(): Promise<{ late: Promise<void> | null }>;
}

export interface Gateway {
  /** Finishes what clients have asked for, then sends them away in batches, so that they do not all come back at once. */
  close(): Promise<void>;
}

/** How many clients are sent away at a time, and how long until the next, in milliseconds: 10,000 take four seconds. */
const farewell = { batch: 250, everyMs: 100 };

/** Closed alone: told to disconnect, a Socket.IO client would take it for a dismissal and not come back. */
function sendAway(connection: Connection): void {
  connection.close();
  setTimeout(cut, farewell.everyMs, connection);
}

export function openGateway(io: SocketServer, parts: GatewayParts): Gateway {
  const { engine, onDefect } = parts;
  const dispatch = createDispatch(parts);
  /** How much of what clients have asked for is not finished. */
  let underWay = 0;

  function track(work: Promise<unknown>): void {
    underWay += 1;
    work.catch(onDefect).then(ended);
  }

  function ended(): void {
    underWay -= 1;
  }

  /** Ends, since everything has a deadline. */
  async function allEnded(): Promise<void> {
    while (underWay > 0) await wait(10);
  }

  // All at once, without waiting: what a client sends first, and its leaving, meet a listener.
  function connected(socket: ClientSocket): void {
    forgetHandshake(socket);
    // One listener for all events and all sockets; the client's names never meet a listener of their own.
    socket.onAny(heard);
    socket.once('disconnect', left);
    track(engine.presence.arrive(socket.data.user));
    track(welcome(socket));
  }

  /** When nothing is missed any more: a client that fetches after its welcome has everything, or is told to fetch again. */
  async function welcome(socket: ClientSocket): Promise<void> {
    const { late } = await parts.subscribed();
    const user = toUser(socket.data.user, true);
    socket.emit('welcome', { user, serverTime: new Date().toISOString(), protocol: 1, limits });
    // Not waited for: who closes the node would wait for Redis.
    void late?.then(() => socket.emit('resync', { reason: 'What was pushed since the welcome may have been missed.' }));
  }

  function heard(this: ClientSocket, name: string, ...args: unknown[]): void {
    track(dispatch(this, name, args));
  }

  function left(this: ClientSocket): void {
    const { caller } = this.data;
    engine.typing.disconnected(caller.socketId as string);
    track(engine.presence.leave(caller));
  }

  const slowReaders = watchSlowReaders(io, () => parts.countEvent('push', 'slow_reader'));
  writeOnce(io);
  guardConnections(io, { ...parts, onCut: (why) => parts.countEvent('connection', why) });
  io.use(createHandshake(parts));
  io.on('connection', connected);
  onWatchedElsewhere(io, (userId, user) => track(engine.presence.hear(userId, user)));

  return {
    async close() {
      slowReaders.stop();
      // Who comes to a node that still listens is sent on: one that stayed would keep the process from ending.
      io.engine.on('connection', sendAway);
      await allEnded();
      for (let open = connectionsOf(io); open.length > 0; open = connectionsOf(io)) {
        const some = open.slice(0, farewell.batch);
        for (const connection of some) sendAway(connection);
        await wait(farewell.everyMs);
      }
      await allEnded();
      engine.typing.close();
    },
  };
}
