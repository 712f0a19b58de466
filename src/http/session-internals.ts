/** Removes the session of a request, which the types of @fastify/session do not allow. */
import type { FastifyRequest } from 'fastify';

/**
 * Keeps the plugin from saving the session again before the response is sent: that would wait for the same failed store.
 * The plugin skips a request without a session; its types do not know that.
 */
export function discardSession(request: FastifyRequest): void {
  request.session = null as never;
}
