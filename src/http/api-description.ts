/** Completes what the routes say of themselves for the OpenAPI description: names, security, and answers. */
import type { FastifyInstance, RouteOptions } from 'fastify';
import { Type } from 'typebox';
import { ErrorAnswer } from '../protocol/routes.ts';

/** The names of the security schemes in the description. */
export const schemes = { session: 'session', sessionOverHttps: 'sessionOverHttps', metrics: 'metricsToken' } as const;

/** Either cookie, by the protocol of the request. */
const withSession = [{ [schemes.session]: [] }, { [schemes.sessionOverHttps]: [] }];
const withMetricsToken = [{}, { [schemes.metrics]: [] }];

const refused = { ...ErrorAnswer, description: 'Refused: the error says why' };
const failed = { ...ErrorAnswer, description: 'Failed: `unavailable` may be repeated, `internal` names a log line' };
const done = Type.Null({ description: 'Done; the answer has no body' });

/** Describes every route with a tag that is added afterwards. */
export function describeRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config, schema }) => {
    // Fastify adds a HEAD route to every GET route, with the same schema.
    if (!schema?.tags || method === 'HEAD') return;
    const answers = Object(schema.response) as Record<string, object>;
    Object.assign(schema, {
      operationId: operationIdOf(method, url),
      security: securityOf(url, config?.open),
      response: { ...successOf(answers), '4xx': refused, '5xx': failed },
    });
  });
}

/** The method and the words of the path: `getConversationsByUsernameMessages`. */
export function operationIdOf(method: RouteOptions['method'], url: string): string {
  const segments = url.split('/').filter((segment) => segment !== '' && segment !== 'api');
  const words = segments.flatMap((segment) => segment.replace(/^:/, 'by-').split('-'));
  const capitalised = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${String(method).toLowerCase()}${capitalised.join('')}`;
}

function securityOf(url: string, open: boolean | undefined): object[] {
  if (url === '/metrics') return withMetricsToken;
  return open || !url.startsWith('/api/') ? [] : withSession;
}

/** A route without an answer of its own answers 204. */
function successOf(answers: Record<string, object>): Record<string, object> {
  const successes = Object.entries(answers).filter(([status]) => status.startsWith('2'));
  if (successes.length === 0) return { 204: done };
  return Object.fromEntries(successes.map(([status, schema]) => [status, { description: 'Done', ...schema }]));
}
