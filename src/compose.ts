/** Composes a node from its parts. Only this file and `compose-commands.ts` import across folders. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSharedState, type SharedState, type SharedStateOptions } from './cluster/shared-state.ts';
import { type Config, fileLimits, filesPlace } from './config.ts';
import { createPasswords } from './credentials/argon2-passwords.ts';
import { createSecretCipher } from './credentials/secret-encryption.ts';
import { createTotpCodes } from './credentials/totp-codes.ts';
import { webauthn } from './credentials/webauthn.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { startJobs } from './engine/jobs.ts';
import { openFiles } from './files/open-files.ts';
import { createAddressLookup, createHttpsCheck } from './http/client-address.ts';
import { refuseOtherUpgrades, refuseSockets } from './http/client-errors.ts';
import { closeHttpServer, createHttpServer } from './http/http-server.ts';
import { answerRequestIds, createRequestIds } from './http/request-ids.ts';
import { addSecurityHeaders, scriptsWithin } from './http/security-headers.ts';
import { createSessionLookup } from './http/session-lookup.ts';
import { createPluginStore } from './http/session-plugin-store.ts';
import { listen } from './listen-address.ts';
import { createObservability } from './observability/observability.ts';
import { createOwnHosts, machineNames, type OwnHosts } from './policy/own-hosts.ts';
import { UnsentLedger } from './policy/unsent-ledger.ts';
import { openWebPush } from './push/web-push.ts';
import { requireEngineInternals } from './realtime/engine-io-internals.ts';
import { createFanout } from './realtime/fanout.ts';
import { type Gateway, openGateway } from './realtime/gateway.ts';
import { createSocketIndex } from './realtime/socket-index.ts';
import { createSocketServer, type SocketServer } from './realtime/socket-server.ts';
import { sessionSecrets } from './session-secret.ts';
import { stopInOrder } from './stop-in-order.ts';
import { openStores } from './storage/stores.ts';

export { createLogger, type Logger } from './observability/logger.ts';

/** A running node. */
export interface Node {
  /** Starts to listen and answers the URL. @throws Error such as `EADDRINUSE` */
  listen(): Promise<string>;
  /** Refuses new work, finishes the work under way, disconnects the clients, and closes every part. */
  close(): Promise<void>;
}

const pageFolder = fileURLToPath(new URL('../dist/web', import.meta.url));

/** @throws Error when the database or Redis cannot be reached, or when an installed package lacks a private member in use. */
export async function compose(config: Config): Promise<Node> {
  await requireEngineInternals();
  const log = openLog(config);
  const stores = await openStores(config, log.database, log.metrics.appends);
  const secrets = sessionSecrets(config);
  const onMissed: SharedStateOptions['onMissed'] = (reason) => fanout.resyncLocal(reason);
  const shared = await openShared(config, stores, { ...log, secrets, onMissed });
  const ownHosts = createOwnHosts(machineNames(config.host), config.publicOrigins);
  const io = createSocketServer(shared.adapter, ownHosts);
  const index = createSocketIndex();
  const fanout = createFanout(io, index, shared.bus.alone, log.metrics.realtime.countResync);
  const helpers = await openHelpers(config, stores, shared, secrets, log);
  const engine = createEngine({
    ...stores,
    ...shared,
    passwords: createPasswords(config.argon2, log.metrics.hashes),
    totpCodes: createTotpCodes(secrets),
    webauthn,
    fanout,
    registration: config.registration,
    ...helpers,
  });
  await reencryptTotpSecrets(engine, log.logger);
  await engine.sessions.poll().catch(log.onDefect);
  const served = { engine, helpers, sessionStore: createPluginStore(engine.sessions), ownHosts };
  const parts: NodeParts = { config, ...log, stores, shared, io, index, secrets, ...served };
  let draining = false;
  const http = await openHttp(parts, () => draining);
  const gateway = openSockets(parts, http);
  const jobs = startJobs(engine, log.onDefect);
  return {
    listen: () => listen(http, config, log.logger),
    async close() {
      draining = true;
      refuseSockets(http.server);
      jobs.stop();
      await stop(parts, http, gateway);
    },
  };
}

type Helpers = Awaited<ReturnType<typeof openHelpers>>;

/** The adapters that work beside the requests: Web Push, and the lobby and files where they are on. */
async function openHelpers(
  config: Config,
  stores: Stores,
  shared: SharedState,
  secrets: string[],
  { metrics, onDefect }: Log,
) {
  if (config.lobby) await stores.rooms.openLobby();
  const cipher = createSecretCipher(secrets, 'installation keys');
  const push = await openWebPush({ config, stores, cipher, count: metrics.countNotification, onTrouble: onDefect });
  const files = await openFiles(filesPlace(config), { fileBounds: config.fileBounds, onDefect });
  return { push, roll: config.lobby ? shared.roll : null, fileObserver: metrics.files, ...files };
}

type Stores = Awaited<ReturnType<typeof openStores>>;
type Log = ReturnType<typeof openLog>;
type HttpServer = Awaited<ReturnType<typeof createHttpServer>>;

/** The parts of a node that its HTTP server and its sockets share. */
interface NodeParts extends Log {
  config: Config;
  stores: Stores;
  shared: SharedState;
  io: SocketServer;
  index: ReturnType<typeof createSocketIndex>;
  secrets: string[];
  ownHosts: OwnHosts;
  engine: Engine;
  helpers: Helpers;
  sessionStore: ReturnType<typeof createPluginStore>;
}

function openLog({ logLevel, redisUrl, trustedProxies }: Config) {
  const observability = createObservability(logLevel, redisUrl !== null);
  const ledger = new UnsentLedger(observability.onLimit);
  return { ...observability, ledger, requestIdOf: createRequestIds(trustedProxies) };
}

/** Closes the stores when Redis cannot be reached. */
async function openShared(
  { redisUrl, rateLimits }: Config,
  stores: Stores,
  listeners: Omit<SharedStateOptions, 'redisUrl' | 'limited'>,
): Promise<SharedState> {
  try {
    return await openSharedState({ redisUrl, limited: rateLimits, ...listeners });
  } catch (error) {
    await stores.close();
    throw error;
  }
}

async function reencryptTotpSecrets({ factors }: Engine, logger: Log['logger']): Promise<void> {
  const unreadable = await factors.totp.reencryptAll();
  if (unreadable === 0) return;
  logger.warn({ unreadable }, 'authenticator secrets are encrypted with a SESSION_SECRET that is no longer set');
}

/** Requests under way end within this many milliseconds of the stop; `deadlines.route` is shorter. */
const requestsMs = 2_900;

/** The times of the parts add up to less than main.ts allows for a stop. */
function stop(parts: NodeParts, http: HttpServer, gateway: Gateway): Promise<void> {
  const { shared, stores, logger } = parts;
  const requestsUntil = performance.now() + requestsMs;
  const steps = [
    { part: 'sockets', withinMs: 3_800, stop: gateway.close },
    { part: 'HTTP', withinMs: requestsMs + 100, stop: () => closeHttpServer(http, requestsUntil - performance.now()) },
    { part: 'notifications and files', withinMs: 300, stop: () => stopHelpers(parts) },
    { part: 'Redis', withinMs: 200, stop: shared.close },
    { part: 'database', withinMs: 500, stop: stores.close },
  ];
  return stopInOrder(steps, (part, { message }) => logger.warn({ part, reason: message }, 'stopped late'));
}

async function stopHelpers({ helpers, engine }: NodeParts): Promise<void> {
  await Promise.all([helpers.push.close(engine.notifications.flush), stopFiles(helpers, engine)]);
}

async function stopFiles({ closeFiles }: Helpers, { exports }: Engine): Promise<void> {
  await exports?.stop();
  await closeFiles();
}

function openHttp(parts: NodeParts, draining: () => boolean): Promise<HttpServer> {
  const { config, stores, shared, metrics, helpers } = parts;
  return createHttpServer({
    ...parts,
    limiter: shared.limiter,
    allowedOrigins: config.publicOrigins,
    store: parts.sessionStore,
    trustedProxies: config.trustedProxies,
    observation: metrics.http,
    metricsToken: config.metricsToken,
    ...helpers.routes,
    pageFolder,
    draining,
    // Redis is not checked: a node without Redis still serves.
    checkDatabase: stores.checkDatabase,
  });
}

function openSockets(parts: NodeParts, http: HttpServer): Gateway {
  const { config, shared, io, index, engine, secrets, metrics, requestIdOf, sessionStore } = parts;
  io.attach(http.server);
  refuseOtherUpgrades(http.server);
  const isHttps = createHttpsCheck(config.trustedProxies);
  addSecurityHeaders(http.server, isHttps, scriptsWithin(join(pageFolder, 'index.html')));
  answerRequestIds(http.server, requestIdOf);
  metrics.gauge('duologue_sockets', () => io.engine.clientsCount);
  metrics.gauge('duologue_sessions_connected', () => index.sessions().length);
  metrics.gauge('duologue_users_online', () => engine.presence.usersHere().length);
  metrics.gauge('duologue_notifications_waiting', () => engine.notifications.waiting() + parts.helpers.push.waiting());
  const gateway = openGateway(io, {
    ...parts,
    limiter: shared.limiter,
    allowedOrigins: config.publicOrigins,
    limited: config.rateLimits,
    ...createSessionLookup({ store: sessionStore, secrets, isHttps }),
    addressOf: createAddressLookup(config.trustedProxies),
    subscribed: shared.subscribed,
    fileLimits: fileLimits(config),
    ...metrics.realtime,
  });
  metrics.gauge('duologue_unsent_bytes', gateway.unsentBytes);
  return gateway;
}
