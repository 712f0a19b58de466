/** Creates the secrets that session cookies carry, and chooses the secret of a renewed session. */
import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** The secrets that the sessions of these requests get when they are regenerated. */
const chosen = new WeakMap<FastifyRequest, string>();

/** 192 random bits. */
export const newSessionSecret = () => randomBytes(24).toString('base64url');

export function chooseSecret(request: FastifyRequest, secret: string): void {
  chosen.set(request, secret);
}

/** The chosen secret, or else a new one. */
export const secretFor = (request?: FastifyRequest) => (request && chosen.get(request)) ?? newSessionSecret();
