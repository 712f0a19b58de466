/** Closes all connections of a node that stops. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Connection, terminate } from './engine-io-internals.ts';
import type { SocketServer } from './socket-server.ts';
import type { WorkTracker } from './work-tracker.ts';

/** Connections closed at a time, and the pause after them in milliseconds: 10,000 clients take four seconds. */
const batches = { size: 250, everyMs: 100 };

/** Finishes the work under way, then closes the connections in batches. */
export async function drainConnections(
  io: SocketServer,
  connections: ReadonlySet<Connection>,
  work: WorkTracker,
): Promise<void> {
  // A connection that a closing node accepts would keep the process alive.
  io.engine.on('connection', close);
  await work.finished();
  while (connections.size > 0) {
    for (const connection of [...connections].slice(0, batches.size)) close(connection);
    await wait(batches.everyMs);
  }
  await work.finished();
}

/** Closes only the connection: after a Socket.IO disconnect, a client would not reconnect. */
function close(connection: Connection): void {
  connection.close();
  setTimeout(terminate, batches.everyMs, connection);
}
