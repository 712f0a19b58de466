/** Closes all connections of a node that stops. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Connection, terminate } from './engine-io-internals.ts';
import type { SocketServer } from './socket-server.ts';
import type { WorkTracker } from './work-tracker.ts';

/** The work under way has this many milliseconds; each event ends within `deadlines.event`. */
const workMs = 2_700;

/** Connections close in at most this many batches, one every 100 ms: clients do not all reconnect at once. */
const batches = { most: 10, size: 250, everyMs: 100 };

/** Finishes the work under way, then closes the connections in batches. */
export async function drainConnections(
  io: SocketServer,
  connections: ReadonlySet<Connection>,
  work: WorkTracker,
): Promise<void> {
  const until = performance.now() + workMs;
  // A connection that a closing node accepts would keep the process alive.
  io.engine.on('connection', close);
  await work.finished(workMs);
  const size = Math.max(batches.size, Math.ceil(connections.size / batches.most));
  // A polling client that is away leaves its connection open.
  for (let batch = 0; connections.size > 0 && batch < batches.most; batch += 1) {
    for (const connection of [...connections].slice(0, size)) close(connection);
    await wait(batches.everyMs);
  }
  await work.finished(until - performance.now());
}

/** Closes only the connection: after a Socket.IO disconnect, a client would not reconnect. */
function close(connection: Connection): void {
  connection.close();
  setTimeout(terminate, batches.everyMs, connection);
}
