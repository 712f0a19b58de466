/** Writes the audit line of every route that names a security event. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { UserId } from '../engine/ports/identifiers.ts';
import type { Audit, AuditEvent } from '../policy/audit-events.ts';
import type { Refusal } from '../protocol/refusals.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The user that a login has proven. */
    provenId: UserId | null;
    refusal: Refusal | null;
  }
  interface FastifyContextConfig {
    /** The route writes an audit line for this event. */
    audit?: AuditEvent;
  }
}

/** Register it before the guards, so that it also covers the requests that they refuse. */
export function auditRequests(app: FastifyInstance, audit: Audit): void {
  app.decorateRequest('provenId', null);
  app.decorateRequest('refusal', null);
  app.addHook('onResponse', async (request, reply) => {
    const event = request.routeOptions.config?.audit;
    if (event === undefined) return;
    const { refusal, id: requestId, ip: address } = request;
    const isDone = reply.statusCode < 400;
    const actor = request.signedIn?.id ?? request.provenId ?? undefined;
    audit({
      event,
      outcome: isDone ? 'ok' : (refusal?.code ?? `${reply.statusCode}`),
      actor,
      account: actor ?? refusal?.accountId,
      session: request.signedIn?.sessionId ?? sessionOf(request),
      // The client wrote it; only after a success is it an id.
      target: isDone ? (request.params as { id?: string }).id : undefined,
      address,
      requestId,
    });
  });
}

/** The row of the session that the request opened. The plugin's session is missing on routes that another rule refused. */
function sessionOf({ session }: FastifyRequest): string | undefined {
  return (session as FastifyRequest['session'] | null | undefined)?.rowId;
}
