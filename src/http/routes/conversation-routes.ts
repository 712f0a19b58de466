/** The HTTP routes that repeat socket events: the directory, conversations, history, sending. */
import type { Engine } from '../../engine/engine.ts';
import { costOfList, costOfMessages, costOfUserPage } from '../../policy/read-costs.ts';
import { ConversationQuery, HistoryQuery, UserQuery } from '../../protocol/events.ts';
import { MessageAnswer, PeerParams, SendBody } from '../../protocol/routes.ts';
import { ConversationPage, HistoryPage, UserPage } from '../../protocol/shapes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const tags = ['conversations'];
export function listRoutes(app: HttpApp, { conversations, people }: Engine): void {
  app.get(
    '/api/users',
    {
      config: { limit: 'read', cost: costOfUserPage },
      schema: { tags, summary: 'Find users by name', querystring: UserQuery, response: { 200: UserPage } },
    },
    (request) => people.list(callerIn(request), request.query),
  );

  app.get(
    '/api/conversations',
    {
      config: { limit: 'read', cost: costOfList },
      schema: {
        tags,
        summary: 'List the own conversations, newest activity first',
        querystring: ConversationQuery,
        response: { 200: ConversationPage },
      },
    },
    (request) => conversations.list(callerIn(request), request.query),
  );
}

export function messageRoutes(app: HttpApp, { messages }: Engine): void {
  app.get(
    '/api/conversations/:username/messages',
    {
      config: { limit: 'read', cost: costOfMessages },
      schema: {
        tags,
        summary: 'Read a page of a conversation',
        params: PeerParams,
        querystring: HistoryQuery,
        response: { 200: HistoryPage },
      },
    },
    (request) => messages.history(callerIn(request), { with: request.params.username, ...request.query }),
  );

  app.post(
    '/api/conversations/:username/messages',
    {
      config: { limit: 'send' },
      schema: {
        tags,
        summary: 'Send a message; repeating it is safe',
        params: PeerParams,
        body: SendBody,
        response: { 201: MessageAnswer, 200: MessageAnswer },
      },
    },
    async (request, reply) => {
      const to = request.params.username;
      const { message, repeated } = await messages.send(callerIn(request), { ...request.body, to });
      reply.code(repeated ? 200 : 201);
      return { message };
    },
  );
}
