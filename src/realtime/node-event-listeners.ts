/** Listens to the events of other nodes. */

import type { Engine, Sessions } from '../engine/engine.ts';
import type { RoomMoves } from '../engine/ports/fanout-port.ts';
import type { UserId } from '../engine/ports/identifiers.ts';
import type { RoomNotice } from '../protocol/room-shapes.ts';
import type { User } from '../protocol/shapes.ts';
import type { NodeEvents } from './node-events.ts';
import { moveAndTell } from './room-moves.ts';
import type { SocketIndex } from './socket-index.ts';
import type { SocketServer } from './socket-server.ts';

export interface NodeEventParts {
  index: SocketIndex;
  sessions: Pick<Sessions, 'endedElsewhere'>;
  notifications: Pick<Engine['notifications'], 'shownHere'>;
  pushHolders: Pick<Engine['pushHolders'], 'forget'>;
  privacyChanges: Pick<Engine['privacyChanges'], 'apply'>;
  /** Called for a changed user that sockets of this node watch. */
  relay: NodeEvents['userChanged'];
}

export function onNodeEvents(io: SocketServer, parts: NodeEventParts): void {
  const { index, sessions, notifications, pushHolders, privacyChanges, relay } = parts;
  io.on('sessionEnded', sessions.endedElsewhere);
  io.on('userChanged', (userId: UserId, user: User) => {
    if (index.isWatched(userId)) relay(userId, user);
  });
  io.on('watchersPushed', index.pushToWatchers);
  io.on('messageShown', notifications.shownHere);
  io.on('pushHolderChanged', pushHolders.forget);
  io.on('privacyChanged', privacyChanges.apply);
  io.on('roomChanged', (moved: RoomMoves, notice: RoomNotice) => moveAndTell(io, moved, notice));
}
