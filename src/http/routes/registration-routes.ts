/** The HTTP routes that tell who may register, and that register. */
import type { Engine } from '../../engine/engine.ts';
import { RegisterBody, RegistrationAnswer, UserAnswer } from '../../protocol/routes.ts';
import type { HttpApp } from '../http-app.ts';
import { signIn } from '../sign-in.ts';
import { userAnswer } from '../user-answer.ts';

const tags = ['account'];

export function registrationRoutes(app: HttpApp, { accounts, people, registration }: Engine): void {
  app.get(
    '/api/registration',
    {
      config: { open: true, limit: 'anybody' },
      schema: { tags, summary: 'Tell who may register', response: { 200: RegistrationAnswer } },
    },
    async () => ({ mode: registration }),
  );

  app.post(
    '/api/register',
    {
      // By invitation only wrong invites are counted, so that refused strangers use up no registration of others.
      config: { open: true, limit: registration === 'invite' ? 'anybody' : 'register', audit: 'registration' },
      schema: { tags, summary: 'Create an account and sign in', body: RegisterBody, response: { 201: UserAnswer } },
    },
    async (request, reply) => {
      const proof = await accounts.register(request.body, request.ip);
      await signIn(request, reply, proof);
      reply.code(201);
      return await userAnswer(people, proof.user);
    },
  );
}
