/** The HTTP routes for operations: liveness, readiness, metrics. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { OwnHosts } from '../../policy/own-hosts.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { HttpApp } from '../http-app.ts';

export interface HealthParts {
  /** Whether the node is stopping and takes no new work. */
  draining(): boolean;
  /** Settles when the database stores, fails when it does not. */
  checkDatabase(): Promise<void>;
  /** Settles when the store of files can be used. Null where files are off. */
  checkFiles: (() => Promise<void>) | null;
  metrics: { contentType: string; text(): Promise<string> };
  /** Null: only direct loopback requests for a local host may read the metrics. */
  metricsToken: string | null;
  ownHosts: OwnHosts;
}

export function healthRoutes(app: HttpApp, parts: HealthParts): void {
  const { draining, checkDatabase, checkFiles, metrics } = parts;
  const config = { anyHost: true };
  const tags = ['operations'];

  app.get('/healthz', { config, schema: { tags, summary: 'Answers 200 while the process runs' } }, () => ({
    status: 'alive',
  }));

  app.get(
    '/readyz',
    {
      config,
      schema: { tags, summary: 'Answers 200 when the node can serve, otherwise 503', querystring: ReadinessQuery },
    },
    async ({ query }) => {
      if (draining()) throw new Refusal('unavailable', 'This node is about to stop.');
      if (query.only === 'node') return { status: 'ready' };
      await checkDatabase().catch(() => Promise.reject(noDatabase()));
      // Messages go on without files, so the node stays ready.
      const hasFiles = await (checkFiles?.() ?? Promise.resolve()).then(() => true).catch(() => false);
      return { status: 'ready', ...(hasFiles ? {} : { files: 'unavailable' }) };
    },
  );

  app.get(
    '/metrics',
    { config, schema: { tags, summary: 'Read the metrics as Prometheus text' } },
    async (request, reply) => {
      if (!mayReadMetrics(request, parts)) throw new Refusal('forbidden', 'The metrics are not public.');
      reply.type(metrics.contentType);
      return metrics.text();
    },
  );
}

/** A load balancer asks with `only=node`: a failed database affects every node, so removing nodes does not help. */
const ReadinessQuery = Type.Object({
  only: Type.Optional(Type.Literal('node', { description: 'Check this node only, without the database' })),
});

const noDatabase = () => new Refusal('unavailable', 'The database does not store anything right now.');

function mayReadMetrics(request: FastifyRequest, { metricsToken: token, ownHosts }: HealthParts): boolean {
  // A website that points its name at this machine makes the user's browser ask.
  if (token === null) return isDirectLoopback(request) && ownHosts.isLocal(request.headers.host);
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Rejects proxied requests: behind a proxy on this machine every client would look local. */
function isDirectLoopback({ socket, headers }: FastifyRequest): boolean {
  const proxied = Object.keys(headers).some(
    (name) => name === 'forwarded' || name === 'via' || name === 'x-real-ip' || name.startsWith('x-forwarded-'),
  );
  return !proxied && /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
}
