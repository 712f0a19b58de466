/** The HTTP routes that repeat socket events: the directory, conversations, history, sending. */
import { Type } from 'typebox';
import type { Engine } from '../../engine/engine.ts';
import { costOfList, costOfMessages, costOfUserPage } from '../../policy/read-costs.ts';
import { ConversationQuery, UserQuery } from '../../protocol/events.ts';
import { HistoryOrNoneQuery } from '../../protocol/history-query.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { MessageAnswer, SendBody } from '../../protocol/routes.ts';
import { ConversationPage, HistoryPage, UserPage } from '../../protocol/shapes.ts';
import { type ConversationPath, paramsOf } from '../conversation-paths.ts';
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

export function messageRoutes(app: HttpApp, engine: Engine, place: ConversationPath): void {
  historyRoute(app, engine, place);
  sendRoute(app, engine, place);
}

function historyRoute(app: HttpApp, { messages }: Engine, place: ConversationPath): void {
  app.get(
    `${place.path}/messages`,
    {
      config: { limit: 'read', cost: costOfMessages },
      schema: {
        tags,
        summary: 'Read a page of a conversation',
        params: paramsOf(place, {}),
        querystring: HistoryOrNoneQuery,
        response: { 200: HistoryPage, 204: Type.Null({ description: 'There is no such user or room' }) },
      },
    },
    async (request, reply) => {
      const { orNone, ...page } = request.query;
      try {
        return await messages.history(callerIn(request), { ...place.placeOf(request.params), ...page });
      } catch (error) {
        if (!orNone || !(error instanceof Refusal && error.code === 'not_found')) throw error;
        reply.code(204);
        return null;
      }
    },
  );
}

function sendRoute(app: HttpApp, { messages }: Engine, place: ConversationPath): void {
  app.post(
    `${place.path}/messages`,
    {
      config: { limit: 'send' },
      schema: {
        tags,
        summary: 'Send a message; repeating it is safe',
        params: paramsOf(place, {}),
        body: SendBody,
        response: { 201: MessageAnswer, 200: MessageAnswer },
      },
    },
    async (request, reply) => {
      const sent = { ...request.body, ...place.addressOf(request.params) };
      const { message, repeated } = await messages.send(callerIn(request), sent);
      reply.code(repeated ? 200 : 201);
      return { message };
    },
  );
}
