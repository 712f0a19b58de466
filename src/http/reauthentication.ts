/** Checks the caller's password again: an open session alone must not change how the user logs in. */
import type { FastifyRequest } from 'fastify';
import type { Engine } from '../engine/engine.ts';
import type { Caller } from '../engine/ports/identifiers.ts';
import type { ReauthBody } from '../protocol/factor-shapes.ts';
import { callerIn } from './guards.ts';

/** @throws Refusal `invalid_credentials` */
export async function reauthenticated(
  accounts: Engine['accounts'],
  request: FastifyRequest & { body: ReauthBody },
): Promise<Caller> {
  const caller = callerIn(request);
  await accounts.reauthenticate(caller, request.body.password);
  return caller;
}
