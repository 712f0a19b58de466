/** The fan-out publishes pushes to devices. It never throws and never waits: a push is a hint, the database is the truth. */
import type { ResyncReason } from '../../policy/resync-reasons.ts';
import type { Pushes, PushName } from '../../protocol/events.ts';
import type { RoomNotice } from '../../protocol/room-shapes.ts';
import type { ConversationId, SessionId, SocketId, UserId } from './identifiers.ts';
import type { UserPrivacy } from './settings-port.ts';

export interface RoomMoves {
  joined: readonly UserId[];
  left: readonly UserId[];
}

export type RoomMembers = ReadonlyMap<ConversationId, ReadonlySet<UserId>>;

/** "Local" means on this node only. */
export interface Fanout {
  /** Pushes to every device of one user, on every node, except one socket. */
  toUser<E extends PushName>(userId: UserId, event: E, payload: Pushes[E], except?: SocketId): void;
  /** As `toUser`, to the devices only that have asked for rooms. */
  toRoomDevices<E extends PushName>(userId: UserId, event: E, payload: Pushes[E], except?: SocketId): void;
  /** Pushes to every socket that has joined this room, on every node, except one. */
  toRoom<E extends PushName>(channelId: ConversationId, event: E, payload: Pushes[E], except?: SocketId): void;
  /** As `toRoom`, without the sockets of users who hide typing. */
  typingInRoom<E extends 'typing' | 'doneTyping'>(
    channelId: ConversationId,
    event: E,
    payload: Pushes[E],
    except?: SocketId,
  ): void;
  /** Lets sockets that have asked for rooms join or leave one, on every node, and tells all of them what has changed. */
  roomChanged(moved: RoomMoves, notice: RoomNotice): void;
  /**
   * Lets local sockets whose rooms are not those of their user join and leave, and tells them to fetch. The members may be out
   * of date; `idsOf` then decides.
   */
  putRoomsRight(members: RoomMembers, idsOf: (userId: UserId) => Promise<ConversationId[]>): Promise<void>;
  /** Pushes to every socket that watches this user, on every node. */
  toWatchers(userId: UserId, payload: Pushes['updateUsers']): void;
  /** Like `toWatchers`, but every other node first checks whether the state still holds: `presence.relay`. */
  publishChange(userId: UserId, user: Pushes['updateUsers']['users'][number]): void;
  toLocalWatchers(userId: UserId, payload: Pushes['updateUsers']): void;
  /**
   * Decides whether local sockets of `viewer` that asked to watch `userId` get its changes. Answers the sockets for
   * which the decision is new.
   */
  setWatchAllowed(viewer: UserId, userId: UserId, allowed: boolean): SocketId[];
  /** Whether local sockets of `viewer` that watch users are pushed when these were last online. */
  setLastSeenShown(viewer: UserId, isShown: boolean): void;
  /** Whether local sockets of `viewer` are told of typing in rooms. */
  setTypingShown(viewer: UserId, isShown: boolean): void;
  toLocalSockets<E extends PushName>(ids: readonly SocketId[], event: E, payload: Pushes[E]): void;
  /** The users that local sockets watch. */
  watchedUsers(): UserId[];
  /** Tells every local device, or those of one user, to fetch again: a push may have been lost. */
  resyncLocal(reason: ResyncReason, userId?: UserId): void;
  /** Tells every device, on every node, that the directory has changed. Calls within a second are told together. */
  directoryChanged(): void;
  /** Tells the other nodes that a device of the user shows this message. */
  messageShown(userId: UserId, channelId: ConversationId, seq: number): void;
  /** Tells the other nodes that the user has another push subscription, or none. */
  pushHolderChanged(userId: UserId): void;
  /** Tells the other nodes what the user shows and hides from now on. */
  privacyChanged(change: UserPrivacy): void;
  /** Closes every socket of a session, on every node. */
  closeSession(sessionId: SessionId): void;
  closeLocalSessions(sessionIds: readonly SessionId[]): void;
  /** The sessions of the local sockets. */
  localSessions(): SessionId[];
}
