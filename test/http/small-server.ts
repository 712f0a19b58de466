/** Creates a small HTTP server without a listening port: sessions, guards and a few routes, on SQLite rows. */
import fastify from 'fastify';
import { createRateLimiter } from '../../src/cluster/rate-limiter.ts';
import { createSessions } from '../../src/engine/identity/sessions.ts';
import type { RateLimiter } from '../../src/engine/ports/rate-limit-port.ts';
import type { SessionStore } from '../../src/engine/ports/session-port.ts';
import { registerErrorReplies } from '../../src/http/error-replies.ts';
import { refuseForeignRequests } from '../../src/http/foreign-requests.ts';
import { callerIn, registerGuards } from '../../src/http/guards.ts';
import { registerKnownDevices } from '../../src/http/known-devices.ts';
import { auditRequests } from '../../src/http/request-audit.ts';
import { chargeRequests } from '../../src/http/request-charges.ts';
import { registerSessions } from '../../src/http/session-cookies.ts';
import { createPluginStore } from '../../src/http/session-plugin-store.ts';
import { renewSession, signIn, signOut } from '../../src/http/sign-in.ts';
import type { AuditEvent, AuditLine } from '../../src/policy/audit-events.ts';
import { createOwnHosts } from '../../src/policy/own-hosts.ts';
import type { EngineBench } from '../engine/engine-bench.ts';
import { goodPassword, uniqueName } from '../support/client.ts';

export const oldSecret = 'the first secret of the small server, of 32 and more';

export interface SmallServerOptions {
  secrets?: string[];
  allowedOrigins?: string[];
  /** Replaces the rate limiter's function. */
  charge?: RateLimiter['charge'];
  /** Replaces functions of the store. */
  store?: Partial<SessionStore>;
}

export type SmallServer = Awaited<ReturnType<typeof openSmallServer>>;

/** Trusts a proxy at 127.0.0.1. `POST /in` signs in the new user of `proof`. */
export async function openSmallServer({ engine, stores, fanout }: EngineBench, options: SmallServerOptions = {}) {
  const { secrets = [oldSecret], allowedOrigins = [] } = options;
  const app = fastify({ trustProxy: ['127.0.0.1'] });
  const sessions = createSessions({ ...stores.sessions, ...options.store }, fanout);
  const counts = createRateLimiter(null);
  const charges: Parameters<RateLimiter['charge']>[] = [];
  const limiter: RateLimiter = {
    charge(...asked) {
      charges.push(asked);
      return (options.charge ?? counts.charge)(...asked);
    },
  };

  const lines: AuditLine[] = [];
  const audit = (line: AuditLine) => void lines.push(line);
  registerErrorReplies(app, () => {});
  auditRequests(app, audit);
  const ownHosts = createOwnHosts(['chat.example.org'], allowedOrigins);
  refuseForeignRequests(app, { limiter, allowedOrigins, ownHosts, audit });
  chargeRequests(app, limiter, secrets);
  registerKnownDevices(app, secrets);
  registerGuards(app, { limiter, allowedOrigins });
  const store = createPluginStore(sessions);
  await registerSessions(app, { store, secrets });

  const proof = await engine.accounts.register({ username: uniqueName(), password: goodPassword });
  const anybody = { config: { open: true, limit: 'login' } } as const;
  app.post('/in', { config: { ...anybody.config, audit: 'login' } }, async (request, reply) => {
    await signIn(request, reply, proof);
    return {};
  });
  app.post('/renew', { config: { limit: 'account' } }, async (request) => {
    const change = { current: goodPassword, next: 'a horse of another colour' };
    await renewSession(request, (secret) => engine.accounts.changePassword(callerIn(request), change, secret));
    return {};
  });
  app.post('/out', { config: { limit: 'account', audit: 'logout' } }, async (request, reply) => {
    await signOut(request, reply);
    return {};
  });
  app.get('/me', { config: { limit: 'read' } }, async (request) => callerIn(request));
  app.get('/anybody', anybody, async (request) => ({ signedIn: request.signedIn, origin: request.ownOrigin() }));
  app.get('/theme', anybody, async (_request, reply) => reply.setCookie('theme', 'dark').send({}));
  // Two routes with mistakes.
  app.get('/own', anybody, async (request) => callerIn(request));
  app.get('/counted', { config: { open: true, limit: 'read' } }, async () => ({}));
  await app.ready();

  const ask = (method: 'GET' | 'HEAD' | 'POST', url: string, headers: Record<string, string | undefined> = {}) =>
    app.inject({ method, url, headers });
  /** The audit lines of this event, without the ids of requests. */
  const audited = (event: AuditEvent) =>
    lines.filter((line) => line.event === event).map(({ requestId, ...line }) => line);
  return { app, ask, audited, store, proof, charges };
}

type Answer = Awaited<ReturnType<SmallServer['ask']>>;

/** Without the cookie of the known device. */
export const cookieLines = ({ headers }: Answer): string[] =>
  [headers['set-cookie'] ?? []].flat().filter((line) => !/^(__Host-)?device=/.test(line));
/** The cookie that a browser would keep. */
export const cookieOf = (answer: Answer): string => cookieLines(answer).at(-1)?.split(';')[0] ?? '';
