/** Finds the live session of a request that does not run through Fastify's hooks, such as a socket's handshake. */
import type { IncomingMessage } from 'node:http';
import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import type { LiveSession } from '../engine/ports/session-port.ts';
import type { SessionCookieParts } from './session-cookies.ts';
import { chargeKeyOf, createSecretReader } from './signed-session-cookie.ts';

export interface SessionLookupParts extends SessionCookieParts {
  /** Whether a trusted proxy received the request over HTTPS. */
  isHttps(request: IncomingMessage): boolean;
}

export interface SessionLookup {
  findSession(request: IncomingMessage): Promise<LiveSession | null>;
  /** The key by which the rate limits count the session of the cookie, without a look-up; null without a signed cookie. */
  sessionKeyOf(request: IncomingMessage): string | null;
}

export function createSessionLookup({ store, secrets, isHttps }: SessionLookupParts): SessionLookup {
  const readSecret = createSecretReader(secrets);
  const secretOf = (request: IncomingMessage) => readSecret(request.headers, isHttps(request));
  return {
    async findSession(request) {
      const secret = secretOf(request);
      if (secret === null) return null;
      const { user, rowId } = (await read(store, secret)) ?? {};
      return user && rowId ? { id: rowId, userId: user.id, user } : null;
    },
    sessionKeyOf(request) {
      const secret = secretOf(request);
      return secret === null ? null : chargeKeyOf(secret);
    },
  };
}

function read(store: SessionStore, secret: string): Promise<Session | null> {
  return new Promise((resolve, reject) => {
    store.get(secret, (error, session) => (error ? reject(error) : resolve(session ?? null)));
  });
}
