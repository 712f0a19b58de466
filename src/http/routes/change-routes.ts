/** The HTTP routes of changes: edit and delete a message, its versions, and the changes of a conversation. */
import type { Engine } from '../../engine/engine.ts';
import { ChangeQuery } from '../../protocol/events.ts';
import { EditBody, MessageAnswer, MessageParams, PeerParams } from '../../protocol/routes.ts';
import { ChangePage, VersionList } from '../../protocol/shapes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const tags = ['changes'];
const changing = { limit: 'change' } as const;
const reading = { limit: 'read' } as const;
const path = '/api/conversations/:username/messages/:seq';

/** The message of the path, as the engine names it. */
const placeOf = ({ username, seq }: { username: string; seq: number }) => ({ with: username, seq });

export function changeRoutes(app: HttpApp, { changes }: Engine): void {
  const change = { tags, params: MessageParams, response: { 200: MessageAnswer } };

  app.patch(
    path,
    { config: changing, schema: { ...change, summary: 'Replace the body of an own message', body: EditBody } },
    (request) => changes.edit(callerIn(request), { ...placeOf(request.params), body: request.body.body }),
  );

  app.delete(path, { config: changing, schema: { ...change, summary: 'Delete an own message' } }, (request) =>
    changes.remove(callerIn(request), placeOf(request.params)),
  );
}

export function changeListRoutes(app: HttpApp, { changeFeed }: Engine): void {
  app.get(
    '/api/conversations/:username/changes',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Read the messages that changed after a revision',
        params: PeerParams,
        querystring: ChangeQuery,
        response: { 200: ChangePage },
      },
    },
    (request) => changeFeed.list(callerIn(request), request.params.username, request.query),
  );

  app.get(
    `${path}/versions`,
    {
      config: reading,
      schema: {
        tags,
        summary: 'Read the versions of a message',
        params: MessageParams,
        response: { 200: VersionList },
      },
    },
    (request) => changeFeed.versions(callerIn(request), placeOf(request.params)),
  );
}
