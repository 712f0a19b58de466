/** The HTTP route of the search of messages. */
import { Type } from 'typebox';
import type { Engine } from '../../engine/engine.ts';
import { costOfSearch } from '../../policy/read-costs.ts';
import { WithConversation } from '../../protocol/conversation-names.ts';
import { SearchPage, SearchQuery } from '../../protocol/search-shapes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const Query = Type.Object({ ...WithConversation, ...SearchQuery.properties });

export function searchRoutes(app: HttpApp, { searchMessages }: Engine): void {
  app.get(
    '/api/search',
    {
      config: { limit: 'read', cost: () => costOfSearch },
      schema: {
        tags: ['conversations'],
        summary: 'Find own messages, newest first',
        querystring: Query,
        response: { 200: SearchPage },
      },
    },
    (request) => searchMessages(callerIn(request), request.query),
  );
}
