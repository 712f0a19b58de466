/** Identifiers of rows and sockets, and the caller. */

export type UserId = string;

/** The wire calls it `channelId`. */
export type ConversationId = string;

export type SessionId = string;
export type SocketId = string;

/** The authenticated caller: its account, its session, and its socket when the request came through one. */
export interface Caller {
  id: UserId;
  username: string;
  sessionId: SessionId;
  socketId?: SocketId;
}
