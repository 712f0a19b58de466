/** Lets a socket in: from our own page or from no page at all, and with a live session. */

import { setImmediate } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import type { LiveSession } from '../engine/ports/session-port.ts';
import { addressBlock } from '../policy/address-blocks.ts';
import { createBudget } from '../policy/budget.ts';
import { connectionLimits, floods } from '../policy/connection-limits.ts';
import { isForeignOrigin } from '../policy/origins.ts';
import { Refusal } from '../protocol/refusals.ts';
import { sessionRoom, userRoom } from './rooms.ts';
import type { ClientSocket } from './socket-server.ts';

export interface Doorkeeper {
  engine: Engine;
  limiter: RateLimiter;
  allowedOrigins: readonly string[];
  /** The live session of a request's cookie; the same look-up that HTTP makes. */
  findSession(request: ClientSocket['request']): Promise<LiveSession | null>;
  /** The address the client really has, behind trusted proxies. */
  addressOf(request: ClientSocket['request']): string;
  /** Whether rates are limited. */
  limited: boolean;
  /** Told of what no client should hear. */
  onDefect(error: unknown): Refusal;
}

type Next = (error?: Error & { data?: unknown }) => void;

/**
 * For so many turns of the loop those who knock wait for others, to share a look-up and what follows it: a turn takes in one
 * connection, so those of one turn alone are nobody. A turn in which nothing comes takes a microsecond.
 */
const turnsTogether = 12;

/** Socket.IO's middleware: what is refused reaches the client as `connect_error` with the code in `data`. */
export function createHandshake(keeper: Doorkeeper): (socket: ClientSocket, next: Next) => Promise<void> {
  const others = gather(turnsTogether);
  return async (socket, next) => {
    try {
      await admit(socket, keeper, others);
      next();
    } catch (error) {
      const refusal = error instanceof Refusal ? error : keeper.onDefect(error);
      next(Object.assign(new Error(refusal.message), { data: refusal.toBody() }));
    }
  };
}

/** Settles at once for all who ask within so many turns. */
function gather(turns: number): () => Promise<void> {
  let gathered: Promise<void> | undefined;
  async function wait(): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await setImmediate();
    gathered = undefined;
  }
  return () => {
    gathered ??= wait();
    return gathered;
  };
}

async function admit(socket: ClientSocket, keeper: Doorkeeper, others: () => Promise<void>): Promise<void> {
  const { headers } = socket.request;
  if (isForeignOrigin(headers, keeper.allowedOrigins)) {
    throw new Refusal('forbidden', 'Another website may not connect here.');
  }
  const address = addressBlock(keeper.addressOf(socket.request));
  await others();
  const session = await keeper.findSession(socket.request);
  if (!session) {
    await keeper.limiter.charge('handshake', address);
    throw new Refusal('unauthorized', 'Log in first.');
  }
  const { user } = session;
  const caller = { id: user.id, username: user.username, sessionId: session.id, socketId: socket.id };
  if (socketsOf(socket, user.id) >= connectionLimits.socketsPerUser) {
    throw new Refusal('rate_limited', 'Too many windows are open. Close one.', { retryAfterMs: 10_000 });
  }
  const unknownEvents = keeper.limited ? createBudget(floods.unknownEvents) : null;
  socket.data = { caller, user, address, unknownEvents, wanted: new Set() };
  // Before the next of those who knocked together is counted.
  void socket.join([userRoom(user.id), sessionRoom(session.id)]);
}

/** On this node; the one that knocks is not among them yet. */
function socketsOf(socket: ClientSocket, userId: string): number {
  return socket.nsp.adapter.rooms.get(userRoom(userId))?.size ?? 0;
}
