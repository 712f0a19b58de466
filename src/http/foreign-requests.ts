/** Refuses requests of other websites and for other hosts before they are charged to anybody else's limit. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { addressBlock } from '../policy/address-blocks.ts';
import type { Audit, AuditEvent } from '../policy/audit-events.ts';
import { isForeignOrigin } from '../policy/origins.ts';
import type { OwnHosts } from '../policy/own-hosts.ts';
import { Refusal } from '../protocol/refusals.ts';
import { orEnd } from './request-charges.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route answers to any `Host`: probes and scrapers use addresses and names of their own. */
    anyHost?: boolean;
  }
}

export interface ForeignRequestParts {
  limiter: RateLimiter;
  allowedOrigins: readonly string[];
  ownHosts: OwnHosts;
  audit: Audit;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Comes before every other charge: foreign requests have a limit of their own, which also bounds their lines in the log. */
export function refuseForeignRequests(app: FastifyInstance, parts: ForeignRequestParts): void {
  app.addHook('onRequest', async (request, reply) => {
    const fault = faultOf(request, parts);
    if (fault === null) return;
    await orEnd(reply, parts.limiter.charge('foreign', addressBlock(request.ip)));
    parts.audit({ event: fault.event, outcome: 'forbidden', address: request.ip, requestId: request.id });
    throw new Refusal('forbidden', fault.message);
  });
}

interface Fault {
  event: AuditEvent;
  message: string;
}

const foreignHost: Fault = {
  event: 'foreign_host',
  message: 'This server does not answer to this host name. Its administrator can set PUBLIC_ORIGIN.',
};
const foreignOrigin: Fault = { event: 'foreign_origin', message: 'Another website may not do this.' };

function faultOf({ headers, method, routeOptions }: FastifyRequest, parts: ForeignRequestParts): Fault | null {
  if (!routeOptions.config.anyHost && !parts.ownHosts.isOwn(headers.host)) return foreignHost;
  return !safeMethods.has(method) && isForeignOrigin(headers, parts.allowedOrigins) ? foreignOrigin : null;
}
