/** The HTTP routes of the own drafts. */
import type { Engine } from '../../engine/engine.ts';
import { DraftBody, DraftList, DraftQuery, DraftSaved } from '../../protocol/draft-shapes.ts';
import { PeerParams } from '../../protocol/routes.ts';
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

  app.put(
    '/api/drafts/:username',
    {
      config: { limit: 'draft' },
      schema: {
        tags,
        summary: 'Save the draft to a user; an empty text removes it',
        params: PeerParams,
        body: DraftBody,
        response: { 200: DraftSaved },
      },
    },
    (request) => ownDrafts.save(callerIn(request), { with: request.params.username, ...request.body }),
  );
}
