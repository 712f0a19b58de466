/** The session cookie: @fastify/session over the engine's sessions, and the look-up that sockets share. */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { fastifyCookie, Signer } from '@fastify/cookie';
import fastifySession, { type SessionStore } from '@fastify/session';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ClientInfo, Sessions } from '../engine/engine.ts';
import type { Proof } from '../engine/ports/credential-port.ts';
import type { UserId } from '../engine/ports/identifiers.ts';
import type { LiveSession } from '../engine/ports/session-port.ts';
import { sessionLife } from '../policy/session-life.ts';

declare module 'fastify' {
  interface Session {
    /** Set at login; what a store keeps is made from these two. */
    proof?: Proof;
    device?: ClientInfo;
    /** The account and the row's id, once there is a row. */
    userId?: UserId;
    rowId?: string;
  }
}

export const cookieName = 'sessionId';
/** Its name over HTTPS: browsers take it from this very host alone, so that no neighbour can toss one in. */
const hostCookieName = `__Host-${cookieName}`;
const cookiePath = '/';

export interface SessionCookieParts {
  sessions: Sessions;
  /** The first signs, all verify. */
  secrets: readonly string[];
}

export interface SessionLookupParts extends SessionCookieParts {
  /** Whether a trusted proxy took the request over HTTPS. */
  isHttps(request: IncomingMessage): boolean;
}

export async function registerSessions(app: FastifyInstance, { sessions, secrets }: SessionCookieParts): Promise<void> {
  await app.register(fastifyCookie);
  app.addHook('onRequest', async (request) => {
    // Over HTTPS the plugin sees the one cookie that only this host can have set, and never a plain one.
    if (request.protocol === 'https') request.cookies[cookieName] = request.cookies[hostCookieName];
  });
  await app.register(fastifySession, {
    secret: [...secrets],
    cookieName,
    cookie: { path: cookiePath, httpOnly: true, sameSite: 'lax', secure: 'auto', maxAge: sessionLife.absoluteMs },
    idGenerator: (request) => (request && nextSecrets.get(request)) ?? newSecret(),
    saveUninitialized: false,
    rolling: false,
    store: createStore(sessions),
  });
  app.addHook('onSend', async (request, reply) => tidyCookies(request, reply));
}

/**
 * One line for each cookie, the last: where somebody logs in with an old one, the plugin takes that back first. Over HTTPS
 * under the name that only this host can set; the plugin knows one name.
 */
function tidyCookies({ protocol }: FastifyRequest, reply: FastifyReply): void {
  const lines = [reply.getHeader('set-cookie') ?? []].flat().map(String);
  if (lines.length === 0) return;
  const last = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line]));
  const named = (line: string) => (protocol === 'https' && line.startsWith(`${cookieName}=`) ? `__Host-${line}` : line);
  reply.removeHeader('set-cookie');
  reply.header('set-cookie', [...last.values()].map(named));
}

/** Signs the request's browser in, under a new session id: one known before the login is worth nothing after it. */
export async function signIn(request: FastifyRequest, proof: Proof): Promise<void> {
  // A request without a session has a new id already, of which no store knows.
  if (request.session.rowId) await request.session.regenerate();
  request.session.proof = proof;
  request.session.device = { ip: request.ip, userAgent: request.headers['user-agent'] ?? '' };
  try {
    await request.session.save();
  } catch (error) {
    // The plugin would try once more when the answer leaves.
    request.session = null as never;
    throw error;
  }
  request.log.info({ userId: proof.user.id, address: request.ip }, 'signed in');
}

/** 192 bits. */
const newSecret = () => randomBytes(24).toString('base64url');

/** The secret that a request's session is to have from now on. */
const nextSecrets = new WeakMap<FastifyRequest, string>();

/** Gives the request's session another secret, which `renew` puts into its row: the cookie from before opens nothing more. */
export async function renewSession(request: FastifyRequest, renew: (secret: string) => Promise<void>): Promise<void> {
  const secret = newSecret();
  await renew(secret);
  nextSecrets.set(request, secret);
  await request.session.regenerate();
  await request.session.save();
}

/** Ends the request's session and takes the cookie back: the plugin alone would leave it. */
export async function signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { userId } = request.session;
  await request.session.destroy();
  request.log.info({ userId, address: request.ip }, 'signed out');
  // What the page kept of the conversations. Not cookies: that would reach into neighbouring hosts.
  reply.header('clear-site-data', '"storage"');
  reply.clearCookie(cookieName, {
    path: cookiePath,
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
  });
}

/** Finds the live session of a request, for whom Fastify's hooks do not run. */
export function createSessionLookup({ sessions, secrets, isHttps }: SessionLookupParts) {
  const signer = new Signer([...secrets]);
  return async (request: IncomingMessage): Promise<LiveSession | null> => {
    const name = isHttps(request) ? hostCookieName : cookieName;
    const signed = fastifyCookie.parse(request.headers.cookie ?? '')[name];
    const { valid, value } = signer.unsign(signed ?? '');
    return valid && value ? sessions.find(value) : null;
  };
}

/**
 * The plugin's view of our sessions. A session is written once, at login, and never changes: there is nothing that a
 * request still under way could write back after a logout.
 */
function createStore(sessions: Sessions): SessionStore {
  return {
    get: (secret, done) =>
      settle(done, async () => {
        const found = await sessions.find(secret);
        return found && { userId: found.userId, rowId: found.id, cookie: {} };
      }),
    set: (secret, session, done) =>
      settle(done, async () => {
        if (!session.proof || !session.device || session.rowId) return;
        session.rowId = await sessions.open(secret, session.proof, session.device);
      }),
    destroy: (secret, done) =>
      settle(done, async () => {
        const found = await sessions.find(secret);
        if (found) await sessions.end(found.id);
      }),
  } as SessionStore;
}

function settle(done: (error: unknown, result?: never) => void, work: () => Promise<unknown>): void {
  work().then(
    (result) => done(null, result as never),
    (error) => done(error),
  );
}
