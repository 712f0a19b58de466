/** The HTTP routes of sessions: list, end one, end all others. */
import type { Engine } from '../../engine/engine.ts';
import { SessionParams, SessionsAnswer, SessionUserAnswer } from '../../protocol/routes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';
import { signOut } from '../sign-in.ts';
import { userAnswer } from '../user-answer.ts';

const tags = ['sessions'];

/** Answers 200 also to a browser without a session, so that a page may ask without an error in the browser's console. */
export function ownSessionRoute(app: HttpApp, { people }: Engine): void {
  app.get(
    '/api/session',
    {
      config: { open: true, limit: 'anybody' },
      schema: { tags, summary: 'Tell who is signed in, if anybody', response: { 200: SessionUserAnswer } },
    },
    async ({ session: { user } }) => (user ? userAnswer(people, await people.account(user.id)) : { user: null }),
  );
}

export function sessionRoutes(app: HttpApp, { sessions }: Engine): void {
  app.get(
    '/api/sessions',
    {
      config: { limit: 'read' },
      schema: { tags, summary: 'List the own sessions, this one first', response: { 200: SessionsAnswer } },
    },
    async (request) => ({ sessions: await sessions.list(callerIn(request)) }),
  );

  app.delete(
    '/api/sessions/:id',
    {
      config: { limit: 'account', audit: 'session_end' },
      schema: { tags, summary: 'End one session and close its sockets', params: SessionParams },
    },
    async (request, reply) => {
      const caller = callerIn(request);
      const { id } = request.params;
      await sessions.endOwn(caller, id);
      if (id === caller.sessionId) await signOut(request, reply);
      reply.code(204);
    },
  );

  app.delete(
    '/api/sessions',
    {
      config: { limit: 'account', audit: 'other_sessions_end' },
      schema: { tags, summary: 'End every session but this one' },
    },
    async (request, reply) => {
      const { id, sessionId } = callerIn(request);
      await sessions.endOthers(id, sessionId);
      reply.code(204);
    },
  );
}
