/** The HTTP routes of the own status: set, remove. */
import type { Engine } from '../../engine/engine.ts';
import { OwnStatusAnswer, StatusBody } from '../../protocol/status-shapes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const tags = ['account'];

export function statusRoutes(app: HttpApp, { ownStatus }: Engine): void {
  app.put(
    '/api/me/status',
    {
      config: { limit: 'account' },
      schema: { tags, summary: 'Set the own status', body: StatusBody, response: { 200: OwnStatusAnswer } },
    },
    (request) => ownStatus.set(callerIn(request), request.body),
  );

  app.delete(
    '/api/me/status',
    { config: { limit: 'account' }, schema: { tags, summary: 'Remove the own status, and notify the user again' } },
    async (request, reply) => {
      await ownStatus.set(callerIn(request), {});
      reply.code(204);
    },
  );
}
