/** Guards every route: checks the session and the rate limit. */
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import { foldUsername } from '../engine/engine.ts';
import type { Caller } from '../engine/ports/identifiers.ts';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { addressBlock } from '../policy/address-blocks.ts';
import { ownOrigin } from '../policy/origins.ts';
import { type RateLimitName, rateLimits } from '../policy/rate-limits.ts';
import { Refusal } from '../protocol/refusals.ts';
import { beforeDeadline } from './route-deadline.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller; null before the guard has run, and on open routes. */
    signedIn: Caller | null;
    /** The origin of the page that sent the request. */
    ownOrigin(): string;
  }
  interface FastifyContextConfig {
    limit?: RateLimitName;
    /** The route needs no session. */
    open?: boolean;
    /** The time of the route in milliseconds, where it is another than that of most. */
    deadlineMs?: number;
    /** The points of the limit that the request costs, 1 by default. */
    cost?(query: { limit?: number }): number;
  }
}

export interface GuardParts {
  limiter: RateLimiter;
  allowedOrigins: readonly string[];
}

type RouteRules = FastifyContextConfig & { limit: RateLimitName };

/** The limits that a known device does not share with its address. */
const loginLimits = new Set<RateLimitName>(['login', 'passkeyOptions', 'passkeyLogin']);

/**
 * Every route that is added afterwards needs a session, unless its config says `open`, and is charged to its `limit`.
 * Register it before the sessions: a request that another rule refuses then costs no session query, and its body is not read.
 */
export function registerGuards(app: FastifyInstance, { limiter, allowedOrigins }: GuardParts): void {
  app.decorateRequest('signedIn', null);
  app.decorateRequest('ownOrigin', function () {
    return ownOrigin(this.headers, allowedOrigins, this.protocol);
  });

  app.addHook('onRoute', ({ config, method, url }) => {
    if (!config?.limit) throw new Error(`${method} ${url} names no rate limit`);
  });

  app.addHook('onRequest', (request, reply) => beforeDeadline(reply, chargeAddress(request)));
  app.addHook('preValidation', (request, reply) => beforeDeadline(reply, guard(request)));
  app.addHook('preHandler', (request, reply) => beforeDeadline(reply, chargeStranger(request)));
  app.addHook('preHandler', (request, reply) => beforeDeadline(reply, chargeSize(limiter, request)));

  async function chargeAddress(request: FastifyRequest): Promise<void> {
    const { limit } = request.routeOptions.config as RouteRules;
    if (rateLimits[limit].per !== 'address') return;
    const account = loginLimits.has(limit) ? app.devices.accountOf(request) : null;
    await (account === null ? limiter.charge(limit, addressBlock(request.ip)) : limiter.charge('deviceLogin', account));
  }

  /** A known device vouches for its own accounts only: its logins to others are those of a stranger. */
  async function chargeStranger(request: FastifyRequest): Promise<void> {
    const { limit } = request.routeOptions.config as RouteRules;
    if (limit !== 'login' || app.devices.accountOf(request) === null) return;
    const { username = '' } = (request.body ?? {}) as { username?: string };
    if (app.devices.find(request, foldUsername(username)) === null) {
      await limiter.charge(limit, addressBlock(request.ip));
    }
  }

  async function guard(request: FastifyRequest): Promise<void> {
    const { open, limit } = request.routeOptions.config as RouteRules;
    if (!open) request.signedIn = callerOf(request);
    if (rateLimits[limit].per === 'user') await limiter.charge(limit, callerIn(request).id, addressBlock(request.ip));
  }
}

/** The first point is charged before the query is read. */
async function chargeSize(limiter: RateLimiter, request: FastifyRequest): Promise<void> {
  const { cost, limit } = request.routeOptions.config as RouteRules;
  const more = (cost?.(request.query as { limit?: number }) ?? 1) - 1;
  if (more > 0) await limiter.charge(limit, callerIn(request).id, addressBlock(request.ip), more);
}

/** From the session alone: the deletion of an account ends its sessions, so no query for the account is needed. */
function callerOf(request: FastifyRequest): Caller {
  const { user, rowId } = request.session;
  if (!user || !rowId) throw new Refusal('unauthorized', 'Log in first.');
  return { id: user.id, username: user.username, sessionId: rowId };
}

/** @throws Refusal `unauthorized` when the request has no caller */
export function callerIn(request: FastifyRequest): Caller {
  if (!request.signedIn) throw new Refusal('unauthorized', 'Log in first.');
  return request.signedIn;
}
