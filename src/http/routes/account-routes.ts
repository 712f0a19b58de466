/** The HTTP routes of the own account: read, rename, change the password, delete. */
import type { Engine } from '../../engine/engine.ts';
import { DeletionBody, PasswordBody, RenameBody, UserAnswer } from '../../protocol/routes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';
import { renewSession, signOut } from '../sign-in.ts';
import { userAnswer } from '../user-answer.ts';

const tags = ['account'];

export function accountRoutes(app: HttpApp, { accounts, people }: Engine): void {
  app.get(
    '/api/me',
    { config: { limit: 'read' }, schema: { tags, summary: 'Read the own account', response: { 200: UserAnswer } } },
    async (request) => userAnswer(people, await people.account(callerIn(request).id)),
  );

  app.patch(
    '/api/me',
    {
      config: { limit: 'account' },
      schema: { tags, summary: 'Change the display name', body: RenameBody, response: { 200: UserAnswer } },
    },
    async (request) => userAnswer(people, await accounts.rename(callerIn(request).id, request.body.displayName)),
  );
}

export function credentialRoutes(app: HttpApp, { accounts }: Engine): void {
  app.post(
    '/api/me/password',
    {
      config: { limit: 'account', audit: 'password_change' },
      schema: { tags, summary: 'Change the password and end every other session', body: PasswordBody },
    },
    async (request, reply) => {
      const caller = callerIn(request);
      await renewSession(request, (secret) => accounts.changePassword(caller, request.body, secret));
      reply.code(204);
    },
  );

  app.delete(
    '/api/me',
    {
      config: { limit: 'account', audit: 'account_deletion' },
      schema: { tags, summary: 'Delete the account permanently', body: DeletionBody },
    },
    async (request, reply) => {
      await accounts.remove(callerIn(request), request.body.password);
      await signOut(request, reply);
      reply.code(204);
    },
  );
}
