/** Whether the process lives, whether it should get traffic, and its metrics. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../protocol/refusals.ts';
import type { HttpApp } from '../http-app.ts';

export interface HealthParts {
  /** Settles when the node can serve, fails when a part it needs does not answer or it is draining. */
  ready(): Promise<void>;
  metrics: { contentType: string; text(): Promise<string> };
  /** Null: only who connects directly, from the machine itself, may read the metrics. */
  metricsToken: string | null;
}

export function healthRoutes(app: HttpApp, { ready, metrics, metricsToken }: HealthParts): void {
  const tags = ['operations'];

  app.get('/healthz', { schema: { tags, summary: '200 while the process lives' } }, () => ({ status: 'alive' }));

  app.get('/readyz', { schema: { tags, summary: '200 when the node can serve, else 503' } }, async () => {
    await ready().catch(() => {
      throw new Refusal('unavailable', 'This node cannot serve right now.');
    });
    return { status: 'ready' };
  });

  app.get('/metrics', { schema: { tags, summary: 'Prometheus text' } }, async (request, reply) => {
    if (!mayReadMetrics(request, metricsToken)) throw new Refusal('forbidden', 'The metrics are not for everybody.');
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}

function mayReadMetrics(request: FastifyRequest, token: string | null): boolean {
  if (token === null) return isDirectLoopback(request);
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** From this machine and not through a proxy on it, which would make every stranger local. */
function isDirectLoopback({ socket, headers }: FastifyRequest): boolean {
  const proxied = 'x-forwarded-for' in headers || 'forwarded' in headers;
  return !proxied && /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
}
