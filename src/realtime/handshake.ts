/** Authenticates the handshake of a socket: an allowed origin and a live session. */

import { setImmediate } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import type { LiveSession } from '../engine/ports/session-port.ts';
import { addressBlock } from '../policy/address-blocks.ts';
import type { Audit } from '../policy/audit-events.ts';
import { createBudget } from '../policy/budget.ts';
import { floodLimits } from '../policy/connection-limits.ts';
import { LimitRefusal } from '../policy/limit-refusal.ts';
import type { OnLimit } from '../policy/limit-table.ts';
import { isForeignOrigin } from '../policy/origins.ts';
import { Refusal } from '../protocol/refusals.ts';
import { closeAfterRefusal } from './connections.ts';
import { roomsUnaskedRoom, userRoom } from './socket-rooms.ts';
import type { ClientSocket } from './socket-server.ts';
import type { UserConnections } from './user-connections.ts';

export interface HandshakeParts {
  engine: Engine;
  limiter: RateLimiter;
  allowedOrigins: readonly string[];
  /** Finds the live session of a request's cookie, with the same look-up as HTTP. */
  findSession(request: ClientSocket['request']): Promise<LiveSession | null>;
  /** The address of the client, behind trusted proxies. */
  addressOf(request: ClientSocket['request']): string;
  userConnections: UserConnections;
  /** Whether rates are limited. */
  limited: boolean;
  onLimit: OnLimit;
  requestIdOf(request: ClientSocket['request']): string;
  audit: Audit;
  /** Logs a defect; answers the refusal that names the log line. */
  onDefect(error: unknown): Refusal;
}

type Next = (error?: Error & { data?: unknown }) => void;

/**
 * Handshakes wait up to 100 event-loop turns so that concurrent ones share one session look-up: a turn accepts only one
 * connection. A turn without work takes about a microsecond.
 */
const sharedTurns = 100;

/** Creates Socket.IO middleware. A refusal reaches the client as `connect_error` with the code in `data`. */
export function createHandshake(parts: HandshakeParts): (socket: ClientSocket, next: Next) => Promise<void> {
  const waitForOthers = oncePer(sharedTurns);
  return async (socket, next) => {
    try {
      await admit(socket, parts, waitForOthers);
      next();
    } catch (error) {
      const refusal = error instanceof Refusal ? error : parts.onDefect(error);
      if (refusal instanceof LimitRefusal) parts.onLimit(refusal.limit);
      next(Object.assign(new Error(refusal.message), { data: refusal.toBody() }));
      closeAfterRefusal(socket.conn);
    }
  };
}

/** Answers one promise to all callers within this many turns. */
function oncePer(turns: number): () => Promise<void> {
  let pending: Promise<void> | undefined;
  async function wait(): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await setImmediate();
    pending = undefined;
  }
  return () => {
    pending ??= wait();
    return pending;
  };
}

async function admit(socket: ClientSocket, parts: HandshakeParts, waitForOthers: () => Promise<void>): Promise<void> {
  const { request } = socket;
  const fullAddress = parts.addressOf(request);
  const address = addressBlock(fullAddress);
  if (isForeignOrigin(request.headers, parts.allowedOrigins)) {
    await parts.limiter.charge('foreign', address);
    const requestId = parts.requestIdOf(request);
    parts.audit({ event: 'foreign_origin', outcome: 'forbidden', address: fullAddress, requestId });
    throw new Refusal('forbidden', 'Another website may not connect here.');
  }
  await waitForOthers();
  const session = await parts.findSession(request);
  if (!session) {
    await parts.limiter.charge('handshake', address);
    throw new Refusal('unauthorized', 'Log in first.');
  }
  const { user } = session;
  await parts.limiter.charge('arrival', user.id, address);
  const caller = { id: user.id, username: user.username, sessionId: session.id, socketId: socket.id };
  if (!parts.userConnections.add(user.id, socket.conn)) {
    const retryAfterMs = 10_000;
    throw new LimitRefusal('socketsPerUser', 'rate_limited', 'Too many windows are open. Close one.', { retryAfterMs });
  }
  const unknownEvents = parts.limited ? createBudget(floodLimits.unknownEvents) : null;
  socket.data = {
    caller,
    user,
    address,
    unknownEvents,
    wanted: new Set(),
    watched: new Set(),
    listsUsers: false,
    wantsRooms: false,
    leftMeanwhile: null,
    seesTyping: null,
    seesLastSeen: null,
  };
  void socket.join([userRoom(user.id), roomsUnaskedRoom]);
}
