/** The HTTP routes of the files of a conversation: list them, read one. */
import type { Engine } from '../../engine/engine.ts';
import { costOfMessages } from '../../policy/read-costs.ts';
import { FileId, FileListQuery, FilePage, FileReadQuery } from '../../protocol/file-shapes.ts';
import { type ConversationPath, paramsOf } from '../conversation-paths.ts';
import { createDownloadCounts } from '../downloads-at-once.ts';
import { answerFile } from '../file-answers.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const tags = ['files'];
const bytes = { description: 'The bytes', content: { 'application/octet-stream': { schema: { type: 'string' } } } };

export function sharedFileRoutes(app: HttpApp, { sharedFiles }: Engine, place: ConversationPath): void {
  const { path, fileParam } = place;
  app.get(
    `${path}/files`,
    {
      config: { limit: 'read', cost: costOfMessages },
      schema: {
        tags,
        summary: 'List the files of a conversation, newest first',
        params: paramsOf(place, {}),
        querystring: FileListQuery,
        response: { 200: FilePage },
      },
    },
    (request) => sharedFiles.list(callerIn(request), place.nameOf(request.params), request.query),
  );

  app.get(
    `${path}/files/:${fileParam}`,
    {
      config: { limit: 'download' },
      preHandler: createDownloadCounts(),
      schema: {
        tags,
        summary: 'Read a file of a message, whole or a range of it',
        params: paramsOf(place, { [fileParam]: FileId }),
        querystring: FileReadQuery,
        response: { 200: bytes },
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const id = `${params[fileParam]}`;
      const file = await sharedFiles.open(callerIn(request), place.nameOf(params), id, query.preview === '1');
      return answerFile(request, reply, file);
    },
  );
}
