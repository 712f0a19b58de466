/** Second factors and passkeys: logging in by a passkey, and setting up and removing one's own. */
import type { FastifyRequest } from 'fastify';
import type { Engine } from '../../engine/engine.ts';
import {
  ConfirmBody,
  FactorAdded,
  Factors,
  NewPasskeyBody,
  OptionsAnswer,
  PasskeyAdded,
  PasskeyLoginBody,
  PasskeyParams,
  ReauthBody,
  TotpBegun,
} from '../../protocol/factor-shapes.ts';
import { UserAnswer } from '../../protocol/routes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';
import { signIn } from '../session-cookies.ts';

export function factorRoutes(app: HttpApp, { accounts, factors, people }: Engine): void {
  const { overview, totp, passkeys } = factors;
  const tags = ['factors'];
  const open = { open: true, limit: 'login' } as const;
  const own = { limit: 'account' } as const;

  /** The caller, whose password was given once more: a session left open is not enough to change how one logs in. */
  async function proven(request: FastifyRequest & { body: ReauthBody }) {
    const caller = callerIn(request);
    await accounts.authenticate({ username: caller.username, password: request.body.password }, request.ip);
    return caller;
  }

  app.post(
    '/api/login/passkey/options',
    { config: open, schema: { tags, summary: 'What to ask a passkey with', response: { 200: OptionsAnswer } } },
    async (request) => ({ options: await passkeys.ask(request.ownOrigin()) }),
  );

  app.post(
    '/api/login/passkey',
    {
      config: open,
      schema: {
        tags,
        summary: 'Sign in by a passkey, alone or after the password',
        body: PasskeyLoginBody,
        response: { 200: UserAnswer },
      },
    },
    async (request) => {
      const proof = await passkeys.signIn(request.ownOrigin(), request.body.response);
      await signIn(request, proof);
      return { user: (await people.present([proof.user]))[0] };
    },
  );

  app.get(
    '/api/me/factors',
    { config: { limit: 'read' }, schema: { tags, summary: 'One’s own factors', response: { 200: Factors } } },
    (request) => overview.factors(callerIn(request)),
  );

  app.post(
    '/api/me/totp',
    {
      config: own,
      schema: { tags, summary: 'Begin to set up an authenticator app', body: ReauthBody, response: { 200: TotpBegun } },
    },
    async (request) => totp.begin(await proven(request)),
  );

  app.put(
    '/api/me/totp',
    {
      config: own,
      schema: { tags, summary: 'Put it in force by its first code', body: ConfirmBody, response: { 200: FactorAdded } },
    },
    (request) => totp.confirm(callerIn(request), request.body.code, request.ip),
  );

  app.delete(
    '/api/me/totp',
    { config: own, schema: { tags, summary: 'Turn the authenticator app off', body: ReauthBody } },
    async (request, reply) => {
      await totp.turnOff(await proven(request));
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/me/recovery-codes',
    {
      config: own,
      schema: {
        tags,
        summary: 'New recovery codes for the old ones',
        body: ReauthBody,
        response: { 200: FactorAdded },
      },
    },
    async (request) => ({ recoveryCodes: await overview.renewOwnCodes(await proven(request)) }),
  );

  app.post(
    '/api/me/passkeys/options',
    {
      config: own,
      schema: { tags, summary: 'What to make a passkey with', body: ReauthBody, response: { 200: OptionsAnswer } },
    },
    async (request) => ({ options: await passkeys.askToAdd(request.ownOrigin(), await proven(request)) }),
  );

  app.post(
    '/api/me/passkeys',
    { config: own, schema: { tags, summary: 'Add a passkey', body: NewPasskeyBody, response: { 201: PasskeyAdded } } },
    async (request, reply) => {
      const { name, response } = request.body;
      const added = await passkeys.add(request.ownOrigin(), callerIn(request), name, response);
      return reply.code(201).send(added);
    },
  );

  app.delete(
    '/api/me/passkeys/:id',
    { config: own, schema: { tags, summary: 'Remove a passkey', params: PasskeyParams, body: ReauthBody } },
    async (request, reply) => {
      await passkeys.remove(await proven(request), request.params.id);
      return reply.code(204).send();
    },
  );
}
