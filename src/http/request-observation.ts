/** Observes the duration of every HTTP request, by route template. */
import type { FastifyInstance } from 'fastify';

export interface ObservationParts {
  /** @param labels - method, route template and class of the status, such as `4xx`. */
  observeRequest(seconds: number, method: string, route: string, status: string): void;
}

/** Methods that routes have; a client's other methods share one label value. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function observeRequests(app: FastifyInstance, { observeRequest }: ObservationParts): void {
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    // A path without a route gets one label value: a client must not create series.
    observeRequest(
      reply.elapsedTime / 1_000,
      methods.has(method) ? method : 'other',
      routeOptions.url ?? 'none',
      status,
    );
  });
}
