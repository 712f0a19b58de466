/** The HTTP routes of passkeys: log in with one, add one, remove one. */
import type { Engine } from '../../engine/engine.ts';
import {
  NewPasskeyBody,
  OptionsAnswer,
  PasskeyAdded,
  PasskeyLoginBody,
  PasskeyParams,
  ReauthBody,
} from '../../protocol/factor-shapes.ts';
import { UserAnswer } from '../../protocol/routes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';
import { reauthenticated } from '../reauthentication.ts';
import { signIn } from '../sign-in.ts';
import { userAnswer } from '../user-answer.ts';

const tags = ['factors'];
const own = { limit: 'account' } as const;

export function passkeyLoginRoutes(app: HttpApp, { factors: { passkeys }, people }: Engine): void {
  app.post(
    '/api/login/passkey/options',
    {
      config: { open: true, limit: 'passkeyOptions' },
      schema: { tags, summary: 'Get the options for a passkey login', response: { 200: OptionsAnswer } },
    },
    async (request) => ({ options: await passkeys.ask(request.ownOrigin()) }),
  );

  app.post(
    '/api/login/passkey',
    {
      config: { open: true, limit: 'passkeyLogin', audit: 'passkey_login' },
      schema: {
        tags,
        summary: 'Sign in with a passkey, alone or after the password',
        body: PasskeyLoginBody,
        response: { 200: UserAnswer },
      },
    },
    async (request, reply) => {
      const proof = await passkeys.signIn(request.ownOrigin(), request.body.response);
      await signIn(request, reply, proof);
      return userAnswer(people, proof.user);
    },
  );
}

export function passkeyRoutes(app: HttpApp, { accounts, factors: { passkeys } }: Engine): void {
  app.post(
    '/api/me/passkeys/options',
    {
      config: { ...own, audit: 'passkey_setup' },
      schema: {
        tags,
        summary: 'Get the options to create a passkey',
        body: ReauthBody,
        response: { 200: OptionsAnswer },
      },
    },
    async (request) => ({
      options: await passkeys.askToAdd(request.ownOrigin(), await reauthenticated(accounts, request)),
    }),
  );

  app.post(
    '/api/me/passkeys',
    {
      config: { ...own, audit: 'passkey_creation' },
      schema: { tags, summary: 'Add a passkey', body: NewPasskeyBody, response: { 201: PasskeyAdded } },
    },
    async (request, reply) => {
      const { name, response } = request.body;
      const added = await passkeys.add(request.ownOrigin(), callerIn(request), name, response);
      reply.code(201);
      return added;
    },
  );

  removalRoute(app, accounts, passkeys);
}

function removalRoute(app: HttpApp, accounts: Engine['accounts'], passkeys: Engine['factors']['passkeys']): void {
  app.delete(
    '/api/me/passkeys/:id',
    {
      config: { ...own, audit: 'passkey_removal' },
      schema: { tags, summary: 'Remove a passkey', params: PasskeyParams, body: ReauthBody },
    },
    async (request, reply) => {
      await passkeys.remove(await reauthenticated(accounts, request), request.params.id);
      reply.code(204);
    },
  );
}
