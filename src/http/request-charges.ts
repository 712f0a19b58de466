/** Charges every request: to the session whose cookie it carries, or else to its address. */
import { createHash } from 'node:crypto';
import { fastifyCookie, Signer } from '@fastify/cookie';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { addressBlock } from '../policy/address-blocks.ts';
import { cookieName, hostCookieName } from './session-cookies.ts';

/**
 * A signature cannot be forged, so a stranger at the same address uses up nothing of a signed-in user. Runs before any
 * look-up, and also when no route matches.
 */
export function chargeRequests(app: FastifyInstance, limiter: RateLimiter, secrets: readonly string[]): void {
  const signer = new Signer([...secrets]);

  function sessionOf({ headers, protocol }: FastifyRequest): string | null {
    const name = protocol === 'https' ? hostCookieName : cookieName;
    const signed = headers.cookie && fastifyCookie.parse(headers.cookie)[name];
    const { valid, value } = signer.unsign(signed || '');
    return valid && value ? createHash('sha256').update(value).digest('base64url') : null;
  }

  app.addHook('onRequest', (request) => {
    const session = sessionOf(request);
    return session === null ? limiter.charge('anybody', addressBlock(request.ip)) : limiter.charge('session', session);
  });
}
