/** Charges every request: to the session whose cookie it carries, or else to its address. */
import type { FastifyInstance } from 'fastify';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { addressBlock } from '../policy/address-blocks.ts';
import { chargeKeyOf, createSecretReader } from './signed-session-cookie.ts';

/**
 * A signature cannot be forged, so a stranger at the same address uses up nothing of a signed-in user. Runs before any
 * look-up, and also when no route matches.
 */
export function chargeRequests(app: FastifyInstance, limiter: RateLimiter, secrets: readonly string[]): void {
  const secretOf = createSecretReader(secrets);
  app.addHook('onRequest', ({ headers, protocol, ip }) => {
    const secret = secretOf(headers, protocol === 'https');
    return secret === null
      ? limiter.charge('anybody', addressBlock(ip))
      : limiter.charge('session', chargeKeyOf(secret));
  });
}
