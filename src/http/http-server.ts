/** Creates the HTTP server: Fastify with one validator, one error body, the guards and all routes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { TSchema } from 'typebox';
import type { Engine } from '../engine/engine.ts';
import { sizeLimits } from '../policy/connection-limits.ts';
import type { OnLimit } from '../policy/limit-table.ts';
import type { UnsentLedger } from '../policy/unsent-ledger.ts';
import { validator } from '../policy/validation.ts';
import { registerApiDocs } from './api-docs.ts';
import { BoundedServer } from './bounded-server.ts';
import { createAddressLookup } from './client-address.ts';
import { answerClientError, refuseInvalidHeaders } from './client-errors.ts';
import { conversationPaths } from './conversation-paths.ts';
import { answerError, registerErrorReplies } from './error-replies.ts';
import { type ForeignRequestParts, refuseForeignRequests } from './foreign-requests.ts';
import { type GuardParts, registerGuards } from './guards.ts';
import type { HttpApp, Schemas } from './http-app.ts';
import { registerJsonBodies } from './json-bodies.ts';
import { registerKnownDevices } from './known-devices.ts';
import { registerPage } from './page-files.ts';
import { auditRequests } from './request-audit.ts';
import { chargeRequests } from './request-charges.ts';
import type { RequestIds } from './request-ids.ts';
import { type ObservationParts, observeRequests } from './request-observation.ts';
import { registerRouteDeadline } from './route-deadline.ts';
import { accountRoutes, credentialRoutes } from './routes/account-routes.ts';
import { avatarRoutes } from './routes/avatar-routes.ts';
import { blockRoutes } from './routes/block-routes.ts';
import {
  changeListRoutes,
  changeRoutes,
  messageDetailRoutes,
  pinListRoutes,
  pinRoutes,
  reactionRoutes,
} from './routes/change-routes.ts';
import { listRoutes, messageRoutes } from './routes/conversation-routes.ts';
import { draftRoutes, savedDraftRoutes } from './routes/draft-routes.ts';
import { exportRoutes } from './routes/export-routes.ts';
import { factorRoutes } from './routes/factor-routes.ts';
import { type HealthParts, healthRoutes } from './routes/health-routes.ts';
import { loginRoutes } from './routes/login-routes.ts';
import { passkeyLoginRoutes, passkeyRoutes } from './routes/passkey-routes.ts';
import { pushRoutes } from './routes/push-routes.ts';
import { registrationRoutes } from './routes/registration-routes.ts';
import { roomRoutes } from './routes/room-routes.ts';
import { searchRoutes } from './routes/search-routes.ts';
import { ownSessionRoute, sessionRoutes } from './routes/session-routes.ts';
import { memberRoutes, settingsRoutes } from './routes/settings-routes.ts';
import { sharedFileRoutes } from './routes/shared-file-routes.ts';
import { statusRoutes } from './routes/status-routes.ts';
import { totpRoutes } from './routes/totp-routes.ts';
import { uploadRoutes } from './routes/upload-routes.ts';
import { registerSessions, type SessionCookieParts } from './session-cookies.ts';
import { idleMs, noteUnsentAnswers } from './unsent-answers.ts';
import type { TusParts } from './uploads/tus-server.ts';

/** A request must arrive within this time, in milliseconds. */
const slowRequestMs = 8_000;

/** An upload may take long, while its bytes keep coming. The slowest mobile networks carry some thousand bytes a second. */
const uploadPace = { silentMs: slowRequestMs, bytesPerSecond: 1_024, checkMs: 1_000 };

/** Longer than load balancers keep an unused connection, in milliseconds: the one that reuses it must not find it closed. */
const keepAliveMs = 72_000;

export interface HttpParts extends GuardParts, ForeignRequestParts, SessionCookieParts, HealthParts {
  engine: Engine;
  logger: FastifyBaseLogger;
  trustedProxies: string[];
  onLimit: OnLimit;
  pageFolder: string;
  observation: ObservationParts;
  requestIdOf: RequestIds;
  ledger: UnsentLedger;
  /** Null where files are off. */
  uploadParts: Omit<TusParts, 'uploads'> | null;
}

const apiRoutes = [
  registrationRoutes,
  loginRoutes,
  passkeyLoginRoutes,
  accountRoutes,
  credentialRoutes,
  ownSessionRoute,
  sessionRoutes,
  factorRoutes,
  totpRoutes,
  passkeyRoutes,
  listRoutes,
  blockRoutes,
  searchRoutes,
  settingsRoutes,
  draftRoutes,
  avatarRoutes,
  statusRoutes,
  roomRoutes,
  pushRoutes,
];

/** Each stands under every path of a conversation. */
const conversationRoutes = [
  messageRoutes,
  changeRoutes,
  reactionRoutes,
  pinRoutes,
  changeListRoutes,
  pinListRoutes,
  messageDetailRoutes,
  memberRoutes,
  savedDraftRoutes,
  sharedFileRoutes,
];

/** Answers the server once all routes are there; it does not listen yet. */
export async function createHttpServer(parts: HttpParts): Promise<HttpApp> {
  const app = createApp(parts);
  registerCompilers(app);
  registerJsonBodies(app);
  registerErrorReplies(app, parts.onLimit);
  observeRequests(app, parts.observation);
  auditRequests(app, parts.audit);
  noteUnsentAnswers(app, parts.ledger);
  refuseInvalidHeaders(app);
  refuseForeignRequests(app, parts);
  chargeRequests(app, parts.limiter, parts.secrets);
  await registerApiDocs(app);
  healthRoutes(app, parts);
  await registerPage(app, parts.pageFolder);
  await app.register((api: HttpApp) => registerApi(api, parts));
  await app.ready();
  return app;
}

/** Stops to listen, finishes the requests under way within this time, and closes every connection, silent ones included. */
export async function closeHttpServer(app: HttpApp, withinMs: number): Promise<void> {
  const closed = app.close();
  await app.server.answersFinished(withinMs);
  app.server.closeAllConnections();
  await closed;
}

function createApp({ logger, trustedProxies, requestIdOf, onLimit }: HttpParts): HttpApp {
  const addressOf = createAddressLookup(trustedProxies);
  return fastify<BoundedServer, IncomingMessage, ServerResponse, FastifyBaseLogger>({
    serverFactory: (handler) =>
      createServer((limit, request) => onLimit(limit, addressOf(request))).on('request', handler),
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    bodyLimit: sizeLimits.frame.points,
    clientErrorHandler: answerClientError,
    // The drain finishes the requests under way; idle keep-alive connections close at once. Requests that still arrive on
    // the others are served: Fastify's own refusal is not the contract's error.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    // Fastify refuses malformed and overlong paths before it looks for a route.
    frameworkErrors: answerError,
  }).withTypeProvider<Schemas>();
}

function createServer(onClosed: ConstructorParameters<typeof BoundedServer>[1]): BoundedServer {
  const options = {
    headersTimeout: slowRequestMs,
    requestTimeout: slowRequestMs,
    keepAliveTimeout: keepAliveMs,
    // Node checks for slow requests every second instead of every 30 s. A hook of ours refuses a request without a Host.
    connectionsCheckingInterval: 1_000,
    requireHostHeader: false,
  };
  return new BoundedServer(options, onClosed, uploadPace).setTimeout(idleMs);
}

function registerCompilers(app: HttpApp): void {
  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
    const check = validator(schema, { text: httpPart !== 'body' });
    return (value: unknown) => ({ value: check(value) });
  });
  // The compiler checks the answers against their schemas; a check at run time would only repeat it.
  app.setSerializerCompiler(() => JSON.stringify);
}

async function registerApi(api: HttpApp, parts: HttpParts): Promise<void> {
  registerKnownDevices(api, parts.secrets);
  registerGuards(api, parts);
  await registerSessions(api, parts);
  registerRouteDeadline(api);
  for (const addRoutes of apiRoutes) addRoutes(api, parts.engine);
  for (const path of conversationPaths) for (const addRoutes of conversationRoutes) addRoutes(api, parts.engine, path);
  const { uploads, exports, accounts } = parts.engine;
  if (uploads && parts.uploadParts) uploadRoutes(api, { ...parts.uploadParts, uploads });
  if (exports) exportRoutes(api, { exports, accounts, limiter: parts.limiter });
}
