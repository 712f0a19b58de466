/** The HTTP routes of Web Push: the server's key, and the subscription of the caller's session. */
import type { Engine } from '../../engine/engine.ts';
import { PushKeyAnswer, PushSubscriptionBody } from '../../protocol/push-shapes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const tags = ['notifications'];

export function pushRoutes(app: HttpApp, { pushSubscriptions }: Engine): void {
  app.get(
    '/api/push/key',
    { config: { limit: 'read' }, schema: { tags, summary: 'Read the VAPID key', response: { 200: PushKeyAnswer } } },
    async () => ({ key: pushSubscriptions.key() }),
  );

  app.put(
    '/api/push',
    {
      config: { limit: 'account' },
      schema: { tags, summary: 'Notify this session by Web Push', body: PushSubscriptionBody },
    },
    async (request, reply) => {
      await pushSubscriptions.subscribe(callerIn(request), request.body);
      reply.code(204);
    },
  );

  app.delete(
    '/api/push',
    { config: { limit: 'account' }, schema: { tags, summary: 'Notify this session no more' } },
    async (request, reply) => {
      await pushSubscriptions.unsubscribe(callerIn(request));
      reply.code(204);
    },
  );
}
