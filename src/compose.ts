/** Puts a node together; the only file that knows every part. */
import { lookup } from 'node:dns/promises';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { openSharedState } from './cluster/shared-state.ts';
import type { Config } from './config.ts';
import { createPasswords } from './credentials/argon2-passwords.ts';
import { createTotpCodes } from './credentials/totp-codes.ts';
import { webauthn } from './credentials/webauthn.ts';
import { createEngine } from './engine/engine.ts';
import { type Administration, createAdministration } from './engine/identity/administration.ts';
import { startBeats } from './engine/jobs.ts';
import { createAddressLookup, createHttpsCheck } from './http/client-address.ts';
import { refuseSockets } from './http/client-errors.ts';
import { createHttpServer } from './http/http-server.ts';
import { secureAnswers } from './http/security-headers.ts';
import { createSessionLookup } from './http/session-cookies.ts';
import { createDefectLog } from './observability/defects.ts';
import { createLogger } from './observability/logger.ts';
import { createMetrics } from './observability/metrics.ts';
import { deadlines, inTime } from './policy/deadlines.ts';
import type { Message } from './protocol/shapes.ts';
import { createFanout } from './realtime/fanout.ts';
import { openGateway } from './realtime/gateway.ts';
import { sessionOf, userIn } from './realtime/rooms.ts';
import { createSocketServer } from './realtime/socket-server.ts';
import { sessionSecrets } from './session-secret.ts';
import { requireDatabase } from './storage/database/open-database.ts';
import { openStores } from './storage/stores.ts';

export type { Administration, FactorCounts } from './engine/identity/administration.ts';
export { fsck } from './storage/fsck/fsck.ts';
export { migrateOnly } from './storage/stores.ts';

/** A running node. */
export interface Node {
  /** Starts to listen; answers the address as a URL. @throws Error `EADDRINUSE` and the like */
  listen(): Promise<string>;
  /** Takes no more work, finishes what it has, moves its clients elsewhere, lets go of everything. */
  close(): Promise<void>;
}

/** Runs the work on the database alone, beside the nodes. @throws Error as `compose` */
export async function withAdministration<T>(config: Config, work: (on: Administration) => Promise<T>): Promise<T> {
  requireDatabase(config.databaseUrl, config.dataDir);
  const stores = await openStores(config);
  try {
    return await work(createAdministration({ ...stores, passwords: await createPasswords(config.argon2) }));
  } finally {
    await stores.close();
  }
}

const pageFolder = fileURLToPath(new URL('../dist/web', import.meta.url));

/** @throws Error when the database or Redis cannot be reached. */
export async function compose(config: Config): Promise<Node> {
  const logger = createLogger(config.logLevel);
  const metrics = createMetrics();
  const onDefect = createDefectLog(logger);
  const onRedisTrouble = (error: Error) => {
    metrics.countRedisTrouble();
    logger.warn({ reason: error.message }, 'redis');
  };

  const stores = await openStores(config);
  const shared = await openSharedState({
    redisUrl: config.redisUrl,
    limited: config.rateLimits,
    onTrouble: onRedisTrouble,
    onMissed: (reason) => fanout.resyncHere(reason),
    isSilent: (room) => sessionOf(room) !== null,
    onHeard: (room, event, payload) => {
      const userId = event === 'chatMessage' && userIn(room);
      if (userId) engine.missed.note(userId, payload as Message);
    },
  }).catch(async (error) => {
    await stores.close();
    throw error;
  });
  const { leases, limiter, failures, bus } = shared;
  const io = createSocketServer(shared.adapter);
  const fanout = createFanout(io, shared.pushElsewhere, bus.alone);
  const secrets = sessionSecrets(config);
  const totpCodes = createTotpCodes(secrets);
  const passwords = createPasswords(config.argon2);
  const engine = createEngine({ ...stores, leases, failures, passwords, totpCodes, webauthn, fanout, bus });
  const unreadable = await engine.factors.totp.reencryptAll();
  if (unreadable > 0) logger.warn({ unreadable }, 'authenticator secrets sealed by a SESSION_SECRET no longer given');
  let draining = false;

  const { sessions } = engine;
  const access = { engine, limiter, allowedOrigins: config.publicOrigins };
  const http = await createHttpServer({
    ...access,
    sessions,
    secrets,
    logger,
    trustedProxies: config.trustedProxies,
    metrics,
    metricsToken: config.metricsToken,
    pageFolder,
    draining: () => draining,
    // Redis is not asked: a node without it still serves.
    askDatabase: () => inTime(stores.ping(), deadlines.store),
  });
  await http.ready();
  io.attach(http.server);
  const isHttps = createHttpsCheck(config.trustedProxies);
  secureAnswers(http.server, isHttps);
  const gateway = openGateway(io, {
    ...access,
    limited: config.rateLimits,
    findSession: createSessionLookup({ sessions, secrets, isHttps }),
    addressOf: createAddressLookup(config.trustedProxies),
    subscribed: shared.subscribed,
    countEvent: metrics.countEvent,
    onDefect,
  });
  metrics.observe('sockets', 'Sockets connected to this node', () => io.engine.clientsCount);
  const beats = startBeats(engine, onDefect);
  return {
    async listen() {
      logger.level = 'silent'; // Fastify says where it listens, too; the start line says it once and better.
      await http.listen({ port: config.port, host: await addressOf(config.host) });
      logger.level = config.logLevel;
      const { port } = http.server.address() as AddressInfo;
      return `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
    },
    async close() {
      draining = true;
      refuseSockets(http.server);
      beats.stop();
      await gateway.close();
      await http.close();
      await shared.close();
      await stores.close();
    },
  };
}

/**
 * For `localhost` Fastify would open a second server at ::1, beside the one that has our headers and sockets. Everybody
 * who asks for that name comes to 127.0.0.1, too, whichever the machine names first.
 */
async function addressOf(host: string): Promise<string> {
  if (host !== 'localhost') return host;
  const addresses = await lookup(host, { all: true });
  return (addresses.find(({ family }) => family === 4) ?? addresses[0])?.address ?? host;
}
