/** The door of HTTP: Fastify with one validator, one error shape, the guards and all routes. */

import { randomUUID } from 'node:crypto';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { TSchema } from 'typebox';
import { frameMaxBytes } from '../policy/connection-limits.ts';
import { validator } from '../policy/validation.ts';
import { Refusal } from '../protocol/refusals.ts';
import { registerApiDocs } from './api-docs.ts';
import { answerClientError, refuseUnfit, watchAnswers } from './client-errors.ts';
import { answerError, registerErrorReplies } from './error-replies.ts';
import { type GuardParts, limitStrangers, registerGuards } from './guards.ts';
import type { HttpApp, Schemas } from './http-app.ts';
import { registerPage } from './page-files.ts';
import { registerRouteDeadline } from './route-deadline.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { blockRoutes } from './routes/block-routes.ts';
import { conversationRoutes } from './routes/conversation-routes.ts';
import { factorRoutes } from './routes/factor-routes.ts';
import { type HealthParts, healthRoutes } from './routes/health-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { registerSessions, type SessionCookieParts } from './session-cookies.ts';

/** How long a request may take to arrive, in milliseconds. */
const slowRequestMs = 8_000;

export interface HttpParts extends GuardParts, SessionCookieParts, HealthParts {
  logger: FastifyBaseLogger;
  trustedProxies: string[];
  pageFolder: string;
}

export async function createHttpServer(parts: HttpParts): Promise<HttpApp> {
  const app: HttpApp = fastify({
    loggerInstance: parts.logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: parts.trustedProxies.length > 0 ? parts.trustedProxies : false,
    bodyLimit: frameMaxBytes,
    // Slow requests are looked for every second; Node's own way is every half minute.
    requestTimeout: slowRequestMs,
    // A request without a Host is refused by a hook of ours.
    http: { headersTimeout: slowRequestMs, connectionsCheckingInterval: 1_000, requireHostHeader: false },
    clientErrorHandler: answerClientError,
    // In-flight work is finished by the drain; a connection kept alive without any is closed at once.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    // What it refuses before it knows a route: a path that is malformed or too long.
    frameworkErrors: answerError,
  }).withTypeProvider<Schemas>();

  watchAnswers(app.server);
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const check = validator(schema as TSchema, { text: httpPart !== 'body' });
    return (value: unknown) => ({ value: check(value) });
  });
  // What the engine answers has the contract's shape by its types; a schema would only filter it again.
  app.setSerializerCompiler(() => JSON.stringify);
  // Fastify takes plain text, too, which a form of any website can send.
  app.removeContentTypeParser('text/plain');
  readJson(app);
  registerErrorReplies(app);
  refuseUnfit(app);
  limitStrangers(app, parts.limiter);
  await registerApiDocs(app);
  healthRoutes(app, parts);
  await registerPage(app, parts.pageFolder);
  await app.register(async (api: HttpApp) => {
    registerGuards(api, parts);
    await registerSessions(api, parts);
    registerRouteDeadline(api);
    accountRoutes(api, parts.engine);
    sessionRoutes(api, parts.engine);
    factorRoutes(api, parts.engine);
    conversationRoutes(api, parts.engine);
    blockRoutes(api, parts.engine);
  });
  return app;
}

/** Refuses what is no UTF-8; by default it would be replaced, and text is stored as it was sent. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A client that names JSON on every request means no body by an empty one; a route that needs one refuses it by its schema. */
function readJson(app: HttpApp): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null);
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      return done(new Refusal('invalid_input', 'The request is no UTF-8.'));
    }
    parse(request, text, done);
  });
}
