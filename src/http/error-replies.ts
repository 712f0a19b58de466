/** Converts every error into the contract's error body; the only place that answers errors over HTTP. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LimitRefusal } from '../policy/limit-refusal.ts';
import type { LimitName, OnLimit } from '../policy/limit-table.ts';
import { Refusal } from '../protocol/refusals.ts';

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
  const refusal = toRefusal(error, request);
  request.refusal = refusal;
  answer(refusal, reply);
}

function answer(refusal: Refusal, reply: FastifyReply): FastifyReply {
  const { retryAfterMs } = refusal.details;
  if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1_000));
  return reply.code(refusal.status).send({ error: refusal.toBody() });
}

function toRefusal(error: FastifyError, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) {
    const { code, cause } = error;
    if (cause instanceof Error) request.log.warn({ code, reason: cause.message }, 'refused');
    return error;
  }
  if (error.statusCode === 413) return new Refusal('payload_too_large', 'The request is too large.');
  // Fastify's own refusals: malformed JSON, an unknown media type, a malformed URL.
  if (error.statusCode && error.statusCode < 500) return new Refusal('invalid_input', error.message);
  request.log.error(error);
  return new Refusal('internal', 'Something went wrong on our side.', { requestId: request.id });
}
