/** Listens to the events of other nodes. */

import type { SessionId, UserId } from '../engine/ports/identifiers.ts';
import type { User } from '../protocol/shapes.ts';
import type { NodeEvents } from './node-events.ts';
import type { SocketIndex } from './socket-index.ts';
import type { SocketServer } from './socket-server.ts';

/** @param relay - called for a changed user that sockets of this node watch. */
export function onNodeEvents(io: SocketServer, index: SocketIndex, relay: NodeEvents['userChanged']): void {
  io.on('sessionEnded', (sessionId: SessionId) => index.closeSession(sessionId));
  io.on('userChanged', (userId: UserId, user: User) => {
    if (index.isWatched(userId)) relay(userId, user);
  });
  io.on('watchersPushed', index.pushToWatchers);
}
