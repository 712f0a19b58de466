/** Registers the session cookie: @fastify/session on top of the engine's sessions. */
import { fastifyCookie } from '@fastify/cookie';
import { fastifySession, type SessionStore } from '@fastify/session';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sessionLife } from '../policy/session-life.ts';
import { secretFor } from './session-secrets.ts';

export const cookieName = 'sessionId';
/** The cookie's name over HTTPS. Browsers accept this prefix from the host itself only, so no neighbouring host can set it. */
export const hostCookieName = `__Host-${cookieName}`;
export const cookiePath = '/';

export interface SessionCookieParts {
  /** The same object for requests and for handshakes. */
  store: SessionStore;
  /** The first secret signs, all verify. */
  secrets: readonly string[];
}

export async function registerSessions(app: FastifyInstance, { store, secrets }: SessionCookieParts): Promise<void> {
  await app.register(fastifyCookie);
  app.addHook('onRequest', async (request) => {
    // Over HTTPS the plugin reads the cookie that only this host can set, and never a plain one.
    if (request.protocol === 'https') request.cookies[cookieName] = request.cookies[hostCookieName];
  });
  await app.register(fastifySession, {
    secret: [...secrets],
    cookieName,
    cookie: { path: cookiePath, httpOnly: true, sameSite: 'lax', secure: 'auto', maxAge: sessionLife.absoluteMs },
    idGenerator: secretFor,
    saveUninitialized: false,
    rolling: false,
    store,
  });
  app.addHook('onSend', async (request, reply) => tidyCookies(request, reply));
}

/**
 * Keeps the last line of each cookie: at a login with an old cookie, the plugin clears that one first. Over HTTPS the cookie
 * gets the name that only this host can set; the plugin supports one name only.
 */
function tidyCookies({ protocol }: FastifyRequest, reply: FastifyReply): void {
  const lines = [reply.getHeader('set-cookie') ?? []].flat().map(String);
  if (lines.length === 0) return;
  const last = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line]));
  const named = (line: string) => (protocol === 'https' && line.startsWith(`${cookieName}=`) ? `__Host-${line}` : line);
  reply.removeHeader('set-cookie');
  // The session's line comes first: simple clients keep only that one.
  const lastFirst = [...last.values()].reverse();
  reply.header('set-cookie', lastFirst.map(named));
}
