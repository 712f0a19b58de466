/** Finds the live session of a request that does not run through Fastify's hooks, such as a socket's handshake. */
import type { IncomingMessage } from 'node:http';
import { fastifyCookie, Signer } from '@fastify/cookie';
import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import type { LiveSession } from '../engine/ports/session-port.ts';
import { cookieName, hostCookieName, type SessionCookieParts } from './session-cookies.ts';

export interface SessionLookupParts extends SessionCookieParts {
  /** Whether a trusted proxy received the request over HTTPS. */
  isHttps(request: IncomingMessage): boolean;
}

export type SessionLookup = (request: IncomingMessage) => Promise<LiveSession | null>;

export function createSessionLookup({ store, secrets, isHttps }: SessionLookupParts): SessionLookup {
  const signer = new Signer([...secrets]);
  return async (request) => {
    const name = isHttps(request) ? hostCookieName : cookieName;
    const signed = fastifyCookie.parse(request.headers.cookie ?? '')[name];
    const { valid, value } = signer.unsign(signed ?? '');
    if (!valid || !value) return null;
    const { user, rowId } = (await read(store, value)) ?? {};
    return user && rowId ? { id: rowId, userId: user.id, user } : null;
  };
}

function read(store: SessionStore, secret: string): Promise<Session | null> {
  return new Promise((resolve, reject) => {
    store.get(secret, (error, session) => (error ? reject(error) : resolve(session ?? null)));
  });
}
