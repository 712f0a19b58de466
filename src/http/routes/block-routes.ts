/** The HTTP routes of blocks: list, set, lift. */
import type { Engine } from '../../engine/engine.ts';
import { PeerParams, UsersAnswer } from '../../protocol/routes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

export function blockRoutes(app: HttpApp, { blocks }: Engine): void {
  const tags = ['blocks'];
  const changing = { limit: 'account' } as const;

  app.get(
    '/api/blocks',
    {
      config: { limit: 'read' },
      schema: { tags, summary: 'List the users that the caller has blocked', response: { 200: UsersAnswer } },
    },
    async (request) => ({ users: await blocks.list(callerIn(request)) }),
  );

  app.put(
    '/api/blocks/:username',
    { config: changing, schema: { tags, summary: 'Block a user; repeating it is no error', params: PeerParams } },
    async (request, reply) => {
      await blocks.block(callerIn(request), request.params.username);
      reply.code(204);
    },
  );

  app.delete(
    '/api/blocks/:username',
    { config: changing, schema: { tags, summary: 'Lift a block; repeating it is no error', params: PeerParams } },
    async (request, reply) => {
      await blocks.lift(callerIn(request), request.params.username);
      reply.code(204);
    },
  );
}
