/** Connects sockets to the engine: connecting, events, pushes, leaving. */

import { toUser } from '../engine/engine.ts';
import { type ResyncReason, resyncReasons } from '../policy/resync-reasons.ts';
import type { UnsentLedger } from '../policy/unsent-ledger.ts';
import { type Feature, features } from '../protocol/events.ts';
import { type FileLimits, limits } from '../protocol/limits.ts';
import type { Message } from '../protocol/shapes.ts';
import { rememberAddresses } from './connection-addresses.ts';
import { corkConnections } from './connection-cork.ts';
import { guardConnections } from './connection-guard.ts';
import { closeConnection, forgetHandshake, trackConnections } from './connections.ts';
import { createDispatch, type DispatchParts } from './dispatch.ts';
import { drainConnections } from './drain.ts';
import { unsentOf } from './engine-io-internals.ts';
import { guardAgainstFloods } from './flood-guard.ts';
import { createHandshake, type HandshakeParts } from './handshake.ts';
import { onNodeEvents } from './node-event-listeners.ts';
import { limitOpenings, type OpeningLimitParts } from './opening-limit.ts';
import { applyPacketRules } from './packet-rules.ts';
import { watchSlowReaders } from './slow-readers.ts';
import { nameNodeInIds, refuseUnknownIds } from './socket-ids.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';
import { noteUnsentPushes } from './unsent-pushes.ts';
import { createUserConnections } from './user-connections.ts';
import { createWorkTracker, type WorkTracker } from './work-tracker.ts';

export interface GatewayParts extends Omit<HandshakeParts, 'userConnections'>, DispatchParts, OpeningLimitParts {
  ledger: UnsentLedger;
  /** Null where files are off. */
  fileLimits: FileLimits | null;
  /** Settles when this node receives the pushes to all rooms joined so far, or after a second with `late`. */
  subscribed(): Promise<{ late: Promise<void> | null }>;
  countPush(event: string): void;
  countResync(reason: ResyncReason): void;
}

export interface Gateway {
  /** The bytes that wait for the clients of this node. */
  unsentBytes(): number;
  /** Finishes the requests under way, then closes the connections in batches, so that clients do not all reconnect at once. */
  close(): Promise<void>;
}

export function openGateway(io: SocketServer, parts: GatewayParts): Gateway {
  const { engine, index } = parts;
  const work = createWorkTracker(parts.onDefect);
  rememberAddresses(io, parts.addressOf);
  const connections = trackConnections(io);
  const slowReaders = watchSlowReaders(connections, parts.onLimit);
  corkConnections(io);
  limitOpenings(io, parts);
  nameNodeInIds(io);
  refuseUnknownIds(io);
  guardConnections(io, parts);
  if (parts.limited) guardAgainstFloods(io, parts);
  applyPacketRules(io, parts.onLimit);
  noteUnsentPushes(io, parts.ledger);
  io.use(createHandshake({ ...parts, userConnections: createUserConnections() }));
  io.on('connection', createConnectionHandler(parts, work));
  onNodeEvents(io, {
    index,
    sessions: engine.sessions,
    notifications: engine.notifications,
    pushHolders: engine.pushHolders,
    privacyChanges: engine.privacyChanges,
    relay: (userId, user) => work.track(engine.presence.relay(userId, user)),
  });

  return {
    unsentBytes: () => [...connections].reduce((sum, connection) => sum + unsentOf(connection).bytes, 0),
    async close() {
      slowReaders.stop();
      engine.presence.endGrace();
      await drainConnections(io, connections, work);
      engine.typing.close();
    },
  };
}

/** Runs synchronously, so that listeners are there for the first event of a client, and for its disconnection. */
function createConnectionHandler(parts: GatewayParts, work: WorkTracker): (socket: ClientSocket) => void {
  const { engine, index } = parts;
  const dispatch = createDispatch(parts);

  function onEvent(this: ClientSocket, name: string, ...args: unknown[]): void {
    work.track(dispatch(this, name, args));
  }

  function onDisconnect(this: ClientSocket): void {
    const { caller } = this.data;
    // Its only socket has left, so no limit and no log-out would reach the connection.
    closeConnection(this.conn);
    index.remove(this);
    engine.typing.disconnected(caller.socketId as string);
    work.track(engine.presence.leave(caller));
  }

  const onPush = createPushListener(parts);
  return (socket) => {
    forgetHandshake(socket);
    index.add(socket);
    // One function for all events and all sockets: the event names of a client never get listeners of their own.
    socket.onAny(onEvent);
    socket.onAnyOutgoing(onPush);
    socket.once('disconnect', onDisconnect);
    work.track(engine.presence.arrive(socket.data.user));
    work.track(welcome(socket, parts));
  };
}

/** Counts the pushes to this node's sockets. Notes the messages and changes among them, so that polls do not find them again. */
function createPushListener({ engine, countPush }: GatewayParts) {
  return function onPush(this: ClientSocket, event: string, payload: unknown): void {
    countPush(event);
    if (event === 'chatMessage') engine.missed.note(this.data.caller.id, payload as Message);
    if (event === 'messageChanged') engine.missed.noteChange(this.data.caller.id, payload as Message);
  };
}

/** A client that fetches after its welcome misses nothing, or is told to fetch again. */
async function welcome(socket: ClientSocket, { subscribed, countResync, fileLimits }: GatewayParts): Promise<void> {
  const { late } = await subscribed();
  const user = toUser(socket.data.user, true);
  const allLimits = { ...limits, ...fileLimits };
  const spoken: Feature[] = fileLimits ? [...features, 'files', 'export'] : [...features];
  const serverTime = new Date().toISOString();
  socket.emit('welcome', { user, serverTime, protocol: 1, limits: allLimits, features: spoken });
  // Not awaited: closing the node would wait for Redis.
  void late?.then(() => {
    countResync('late_subscription');
    socket.emit('resync', { reason: resyncReasons.late_subscription });
  });
}
