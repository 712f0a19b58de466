/** The fan-out publishes pushes to devices. It never throws and never waits: a push is a hint, the database is the truth. */
import type { Pushes, PushName } from '../../protocol/events.ts';
import type { SessionId, SocketId, UserId } from './identifiers.ts';

export interface Fanout {
  /** Pushes to every device of one user, on every node, except one socket. */
  toUser<E extends PushName>(userId: UserId, event: E, payload: Pushes[E], except?: SocketId): void;
  /** Pushes to every socket that watches this user, on every node. */
  toWatchers(userId: UserId, payload: Pushes['updateUsers']): void;
  /** As `toWatchers`, but every other node first checks whether it is still true: `presence.hear`. */
  tellWatchers(userId: UserId, user: Pushes['updateUsers']['users'][number]): void;
  /** As `toWatchers`, on this node alone. */
  toLocalWatchers(userId: UserId, payload: Pushes['updateUsers']): void;
  /**
   * Lets this node's sockets of `viewer` see changes of `userId`, if they asked to watch that user, or stops it.
   * Answers the sockets for which that is new.
   */
  letWatch(viewer: UserId, userId: UserId, allowed: boolean): SocketId[];
  /** Pushes to some sockets of this node. */
  toSocketsHere<E extends PushName>(ids: readonly SocketId[], event: E, payload: Pushes[E]): void;
  /** The users that sockets of this node watch. */
  watchedHere(): UserId[];
  /** Tells every device of this node, or those of one user, to fetch again: a push may have been lost. */
  resyncHere(reason: string, userId?: UserId): void;
  /** Closes every socket of a session, on every node. */
  closeSession(sessionId: SessionId): void;
  /** Closes this node's sockets of these sessions. */
  closeHere(sessionIds: readonly SessionId[]): void;
  /** The sessions that sockets of this node belong to. */
  sessionsHere(): SessionId[];
}
