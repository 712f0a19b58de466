/** The HTTP routes of the files of a conversation: list them, read one. */
import type { Engine } from '../../engine/engine.ts';
import { costOfMessages } from '../../policy/read-costs.ts';
import { FileListQuery, FilePage, FileParams, FileReadQuery } from '../../protocol/file-shapes.ts';
import { PeerParams } from '../../protocol/routes.ts';
import { createDownloadCounts } from '../downloads-at-once.ts';
import { answerFile } from '../file-answers.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const tags = ['files'];
const bytes = { description: 'The bytes', content: { 'application/octet-stream': { schema: { type: 'string' } } } };

export function sharedFileRoutes(app: HttpApp, { sharedFiles }: Engine): void {
  app.get(
    '/api/conversations/:username/files',
    {
      config: { limit: 'read', cost: costOfMessages },
      schema: {
        tags,
        summary: 'List the files of a conversation, newest first',
        params: PeerParams,
        querystring: FileListQuery,
        response: { 200: FilePage },
      },
    },
    (request) => sharedFiles.list(callerIn(request), { peer: request.params.username }, request.query),
  );

  app.get(
    '/api/conversations/:username/files/:id',
    {
      config: { limit: 'download' },
      preHandler: createDownloadCounts(),
      schema: {
        tags,
        summary: 'Read a file of a message, whole or a range of it',
        params: FileParams,
        querystring: FileReadQuery,
        response: { 200: bytes },
      },
    },
    async (request, reply) => {
      const { username, id } = request.params;
      const file = await sharedFiles.open(callerIn(request), { peer: username }, id, request.query.preview === '1');
      return answerFile(request, reply, file);
    },
  );
}
