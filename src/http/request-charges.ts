/** Charges every request: to the session whose cookie it carries, or else to its address. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { addressBlock } from '../policy/address-blocks.ts';
import { endAfter } from './bounded-server.ts';
import { chargeKeyOf, createSecretReader } from './signed-session-cookie.ts';

/**
 * A signature cannot be forged, so a stranger at the same address uses up nothing of a signed-in user. Runs before any
 * look-up, and also when no route matches.
 */
export function chargeRequests(app: FastifyInstance, limiter: RateLimiter, secrets: readonly string[]): void {
  const secretOf = createSecretReader(secrets);
  app.addHook('onRequest', ({ headers, protocol, ip }, reply) => {
    const secret = secretOf(headers, protocol === 'https');
    return orEnd(
      reply,
      secret === null ? limiter.charge('anybody', addressBlock(ip)) : limiter.charge('session', chargeKeyOf(secret)),
    );
  });
}

/** Closes the connection of a client that goes on beyond its limit: a refusal costs little, but thousands a second cost much. */
export async function orEnd(reply: FastifyReply, charge: Promise<void>): Promise<void> {
  try {
    await charge;
  } catch (refusal) {
    endAfter(reply.raw);
    throw refusal;
  }
}
