/** Converts every error into the contract's error body; the only place that answers errors over HTTP. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LimitRefusal } from '../policy/limit-refusal.ts';
import type { LimitName, OnLimit } from '../policy/limit-table.ts';
import { Refusal, type RefusalCode } from '../protocol/refusals.ts';

/** @param onLimit - called with the limit of each refusal that has one */
export function registerErrorReplies(app: FastifyInstance, onLimit: OnLimit): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const limit = limitOf(error);
    if (limit) onLimit(limit);
    answerError(error, request, reply);
  });
  app.setNotFoundHandler((_request, reply) => answer(new Refusal('not_found', 'There is nothing here.'), reply));
}

function limitOf(error: FastifyError): LimitName | null {
  if (error instanceof LimitRefusal) return error.limit;
  return error.statusCode === 413 ? 'frame' : null;
}

export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  answer(toRefusal(error, request), reply);
}

function answer(refusal: Refusal, reply: FastifyReply): FastifyReply {
  const { retryAfterMs } = refusal.details;
  if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1_000));
  return reply.code(refusal.status).send({ error: refusal.toBody() });
}

/** Signs of guessing or of another website. */
const logged = new Set<RefusalCode>(['invalid_credentials', 'invalid_invite', 'forbidden']);

/** Logs refusals that an operator needs after an attack. Omits the typed username: users type passwords there, too. */
function logRefusal({ code, cause }: Refusal, request: FastifyRequest): void {
  if (cause instanceof Error) request.log.error({ code, reason: cause.message }, 'refused');
  if (!logged.has(code)) return;
  request.log.info({ code, method: request.method, route: request.routeOptions.url, address: request.ip }, 'refused');
}

function toRefusal(error: FastifyError, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) {
    logRefusal(error, request);
    return error;
  }
  if (error.statusCode === 413) return new Refusal('payload_too_large', 'The request is too large.');
  // Fastify's own refusals: malformed JSON, an unknown media type, a malformed URL.
  if (error.statusCode && error.statusCode < 500) return new Refusal('invalid_input', error.message);
  request.log.error(error);
  return new Refusal('internal', 'Something went wrong on our side.', { requestId: request.id });
}
