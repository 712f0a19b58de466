/** The HTTP routes that open and end sessions: log in, log out. */
import { type Engine, foldUsername } from '../../engine/engine.ts';
import { LoginBody, UserAnswer } from '../../protocol/routes.ts';
import type { HttpApp } from '../http-app.ts';
import { signIn, signOut } from '../sign-in.ts';
import { userAnswer } from '../user-answer.ts';

const tags = ['account'];

export function loginRoutes(app: HttpApp, { accounts, factors, people }: Engine): void {
  app.post(
    '/api/login',
    {
      config: { open: true, limit: 'login', audit: 'login' },
      schema: { tags, summary: 'Sign in', body: LoginBody, response: { 200: UserAnswer } },
    },
    async (request, reply) => {
      const { username, code } = request.body;
      const source = { address: request.ip, device: app.devices.find(request, foldUsername(username)) };
      const proof = await accounts.authenticate(request.body, source);
      await factors.demand(proof, { code, source, origin: request.ownOrigin() });
      await signIn(request, reply, proof);
      return userAnswer(people, proof.user);
    },
  );

  app.post(
    '/api/logout',
    {
      config: { limit: 'account', audit: 'logout' },
      schema: { tags, summary: 'End this session and close its sockets' },
    },
    async (request, reply) => {
      await signOut(request, reply);
      reply.code(204);
    },
  );
}
