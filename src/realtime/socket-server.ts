/** Creates the Socket.IO server of a node: its types, its limits, its adapter. */

import { Server, type ServerOptions, type Socket } from 'socket.io';
import type { Caller, UserId } from '../engine/ports/identifiers.ts';
import type { UserRecord } from '../engine/ports/user-port.ts';
import type { Budget } from '../policy/budget.ts';
import { sizeLimits } from '../policy/connection-limits.ts';
import type { OwnHosts } from '../policy/own-hosts.ts';
import type { ClientToServerEvents, ServerToClientEvents } from '../protocol/events.ts';
import type { NodeEvents } from './node-events.ts';
import { PromptWebSocketServer } from './prompt-websocket.ts';

/** The result of the handshake, and the users that the socket watches. */
export interface SocketData {
  caller: Caller;
  user: UserRecord;
  /** The address block that rate limits count. */
  address: string;
  unknownEvents: Budget | null;
  /** The users that the client asked to watch. */
  wanted: ReadonlySet<UserId>;
  /** Those of them that no block hides from it. */
  watched: Set<UserId>;
  /** The client shows the directory, and is told when it changes. */
  listsUsers: boolean;
  /** The client has asked for rooms. */
  wantsRooms: boolean;
  /** A set for each query of its rooms that is under way: the rooms that the socket has left since. */
  leftMeanwhile: Set<Set<string>> | null;
  /** Whether typing in rooms is told; null before the socket asks for rooms. */
  seesTyping: boolean | null;
  /** Whether changes of watched users say when they were last online; null before the socket watches any. */
  seesLastSeen: boolean | null;
}

export type SocketServer = Server<ClientToServerEvents, ServerToClientEvents, NodeEvents, SocketData>;
export type ClientSocket = Socket<ClientToServerEvents, ServerToClientEvents, NodeEvents, SocketData>;

/** @param adapter - null for a single node. */
export function createSocketServer(adapter: ServerOptions['adapter'] | null, ownHosts: OwnHosts): SocketServer {
  return new Server({
    serveClient: false,
    wsEngine: PromptWebSocketServer,
    // The node finds a half-open client within 15 seconds; the defaults would take 45.
    pingInterval: 9_000,
    pingTimeout: 5_000,
    connectTimeout: 5_000,
    maxHttpBufferSize: sizeLimits.frame.points,
    // Like HTTP, a request needs a `Host` header that names this server. The handshake decides about the rest.
    allowRequest: ({ headers: { host } }, decide) =>
      host !== undefined && ownHosts.isOwn(host)
        ? decide(null, true)
        : decide('The Host is not that of this server.', false),
    ...(adapter ? { adapter } : {}),
  });
}
