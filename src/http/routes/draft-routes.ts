/** The HTTP routes of the own drafts. */
import type { Engine } from '../../engine/engine.ts';
import { DraftBody, DraftList, DraftQuery, DraftSaved } from '../../protocol/draft-shapes.ts';
import { type ConversationPath, paramsOf } from '../conversation-paths.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const tags = ['conversations'];

export function draftRoutes(app: HttpApp, { ownDrafts }: Engine): void {
  app.get(
    '/api/drafts',
    {
      config: { limit: 'read' },
      schema: { tags, summary: 'List the own drafts', querystring: DraftQuery, response: { 200: DraftList } },
    },
    (request) => ownDrafts.list(callerIn(request), request.query),
  );
}

export function savedDraftRoutes(app: HttpApp, { ownDrafts }: Engine, place: ConversationPath): void {
  app.put(
    place.draftPath,
    {
      config: { limit: 'draft' },
      schema: {
        tags,
        summary: 'Save the draft to a user or in a room; an empty text removes it',
        params: paramsOf(place, {}),
        body: DraftBody,
        response: { 200: DraftSaved },
      },
    },
    (request) => ownDrafts.save(callerIn(request), { ...place.placeOf(request.params), ...request.body }),
  );
}
