/** Register, log in, log out, and one's own account. */

import type { Engine } from '../../engine/engine.ts';
import type { UserRecord } from '../../engine/ports/user-port.ts';
import { DeletionBody, LoginBody, PasswordBody, RegisterBody, RenameBody, UserAnswer } from '../../protocol/routes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';
import { renewSession, signIn, signOut } from '../session-cookies.ts';

export function accountRoutes(app: HttpApp, { accounts, factors, people }: Engine): void {
  const tags = ['account'];
  const shown = async (user: UserRecord) => ({ user: (await people.present([user]))[0] });

  app.post(
    '/api/register',
    {
      config: { open: true, limit: 'register' },
      schema: { tags, summary: 'Make an account and sign in', body: RegisterBody, response: { 201: UserAnswer } },
    },
    async (request, reply) => {
      const proof = await accounts.register(request.body);
      await signIn(request, proof);
      return reply.code(201).send(await shown(proof.user));
    },
  );

  app.post(
    '/api/login',
    {
      config: { open: true, limit: 'login' },
      schema: { tags, summary: 'Sign in', body: LoginBody, response: { 200: UserAnswer } },
    },
    async (request) => {
      const proof = await accounts.authenticate(request.body, request.ip);
      const { code } = request.body;
      await factors.demand(proof, { code, address: request.ip, origin: request.ownOrigin() });
      await signIn(request, proof);
      return shown(proof.user);
    },
  );

  app.post(
    '/api/logout',
    { config: { limit: 'account' }, schema: { tags, summary: 'End this session and close its sockets' } },
    async (request, reply) => {
      await signOut(request, reply);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/me',
    { config: { limit: 'read' }, schema: { tags, summary: 'One’s own account', response: { 200: UserAnswer } } },
    async (request) => shown(await people.account(callerIn(request).id)),
  );

  app.patch(
    '/api/me',
    {
      config: { limit: 'account' },
      schema: { tags, summary: 'Change the display name', body: RenameBody, response: { 200: UserAnswer } },
    },
    async (request) => shown(await accounts.rename(callerIn(request).id, request.body.displayName)),
  );

  app.post(
    '/api/me/password',
    {
      config: { limit: 'account' },
      schema: { tags, summary: 'Change the password and end every other session', body: PasswordBody },
    },
    async (request, reply) => {
      const caller = callerIn(request);
      await renewSession(request, (secret) => accounts.changePassword(caller, request.body, request.ip, secret));
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/me',
    { config: { limit: 'account' }, schema: { tags, summary: 'Delete the account for good', body: DeletionBody } },
    async (request, reply) => {
      await accounts.remove(callerIn(request), request.body.password, request.ip);
      await signOut(request, reply);
      return reply.code(204).send();
    },
  );
}
