/** What a route asks for before it runs: our own origin, a live session, a rate that is not exceeded. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addressBlock } from '../chat/address-blocks.ts';
import type { Engine } from '../chat/engine.ts';
import type { Caller, RateLimiter } from '../chat/ports.ts';
import { type RateLimitName, rateLimits } from '../protocol/limits.ts';
import { isForeignOrigin } from '../protocol/origins.ts';
import { Refusal } from '../protocol/refusals.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The signed-in account; null before the guard has run, and on routes for anybody. */
    signedIn: Caller | null;
  }
  interface FastifyContextConfig {
    limit?: RateLimitName;
    /** Anybody may call: no session is asked for. */
    open?: boolean;
  }
}

export interface GuardParts {
  engine: Engine;
  limiter: RateLimiter;
  allowedOrigins: readonly string[];
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Every route added afterwards needs a session, unless its config says `open`, and is charged to its `limit`. */
export function registerGuards(app: FastifyInstance, { engine, limiter, allowedOrigins }: GuardParts): void {
  app.decorateRequest('signedIn', null);

  app.addHook('onRequest', async (request) => {
    if (!safeMethods.has(request.method) && isForeignOrigin(request.headers, allowedOrigins)) {
      throw new Refusal('forbidden', 'Another website may not do this.');
    }
  });

  app.addHook('preValidation', async (request) => {
    const { open, limit } = request.routeOptions.config;
    if (!open) request.signedIn = await callerOf(request);
    if (!limit) return;
    const key = rateLimits[limit].per === 'user' ? callerIn(request).id : addressBlock(request.ip);
    await limiter.charge(limit, key);
  });

  async function callerOf(request: FastifyRequest): Promise<Caller> {
    const { userId, rowId } = request.session;
    if (!userId || !rowId) throw new Refusal('unauthorized', 'Log in first.');
    const { id, username } = await engine.people.account(userId);
    return { id, username, sessionId: rowId };
  }
}

/** The account that asks, on a route that needs one. */
export function callerIn(request: FastifyRequest): Caller {
  if (!request.signedIn) throw new Refusal('unauthorized', 'Log in first.');
  return request.signedIn;
}
