/** Signs a request's browser in and out, and renews the secret of its session. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Proof } from '../engine/ports/credential-port.ts';
import { cookieName, cookiePath } from './session-cookies.ts';
import { discardSession } from './session-internals.ts';
import { chooseSecret, newSessionSecret } from './session-secrets.ts';

/** Opens a session under a new secret, so that a secret from before the login grants nothing after it. */
export async function signIn(request: FastifyRequest, reply: FastifyReply, proof: Proof): Promise<void> {
  // A request without a session already has a new secret, which no store knows.
  if (request.session.rowId) await request.session.regenerate();
  request.session.proof = proof;
  request.session.client = { ip: request.ip, userAgent: request.headers['user-agent'] ?? '' };
  try {
    await request.session.save();
  } catch (error) {
    discardSession(request);
    throw error;
  }
  request.provenId = proof.user.id;
  request.server.devices.remember(request, reply, proof.user.username);
}

/** Gives the session another secret, which `renew` stores in its row. The cookie with the old secret becomes invalid. */
export async function renewSession(request: FastifyRequest, renew: (secret: string) => Promise<void>): Promise<void> {
  const secret = newSessionSecret();
  await renew(secret);
  chooseSecret(request, secret);
  await request.session.regenerate();
  await request.session.save();
}

/** Ends the session and clears its cookie, which the plugin would keep. */
export async function signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await request.session.destroy();
  reply.clearCookie(cookieName, {
    path: cookiePath,
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
  });
}
