/** The events that nodes send each other through Socket.IO's `serverSideEmit`. */

import type { RoomMoves } from '../engine/ports/fanout-port.ts';
import type { ConversationId, SessionId, UserId } from '../engine/ports/identifiers.ts';
import type { UserPrivacy } from '../engine/ports/settings-port.ts';
import type { Pushes } from '../protocol/events.ts';
import type { RoomNotice } from '../protocol/room-shapes.ts';
import type { User } from '../protocol/shapes.ts';

export interface NodeEvents {
  /** A session ended: its sockets close on every node. */
  sessionEnded(sessionId: SessionId): void;
  /** A node pushed a user's state to its watchers; the others check first whether it still holds. */
  userChanged(userId: UserId, user: User): void;
  /** A node pushed a payload to the watchers of a user; the others push the same. */
  watchersPushed(userId: UserId, payload: Pushes['updateUsers']): void;
  /** A node told its sockets that the directory has changed; the others do the same. */
  directoryChanged(): void;
  /** A device of the user shows this message, so that no other device is notified. */
  messageShown(userId: UserId, channelId: ConversationId, seq: number): void;
  /** The user has another push subscription, or none. */
  pushHolderChanged(userId: UserId): void;
  /** The members or the title of a room have changed. */
  roomChanged(moved: RoomMoves, notice: RoomNotice): void;
  /** A user has changed what others learn of the user. */
  privacyChanged(change: UserPrivacy): void;
}
