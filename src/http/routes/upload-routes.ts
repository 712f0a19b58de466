/** The HTTP routes of uploads: the tus protocol, version 1.0. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../protocol/refusals.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';
import { uploadsPath } from '../long-uploads.ts';
import { checksumAlgorithms, readChecksum, withCheckedChunk } from '../uploads/checked-chunk.ts';
import { createPieceTurns } from '../uploads/piece-turns.ts';
import { createTusServer, type TusParts, type TusServer } from '../uploads/tus-server.ts';

const tags = ['files'];

/** An upload may take long: the pace of its bytes is what is bounded. In milliseconds. */
const deadlineMs = 24 * 3_600_000;

/** How often expired bytes are removed, in milliseconds. */
const expiryMs = 3_600_000;

const config = { limit: 'upload', deadlineMs } as const;

/** The headers of the protocol; the library's others let every website read the answer. */
const kept = /^(location|cache-control|tus-.*|upload-.*)$/;

/** Registers a scope of its own: only these routes take bodies of bytes. */
export function uploadRoutes(api: HttpApp, parts: TusParts): void {
  api.register(async (app: HttpApp) => {
    const inTurns = createPieceTurns();
    app.addContentTypeParser('application/offset+octet-stream', (_request, body, done) => done(null, inTurns(body)));
    app.addHook('onRequest', async (_request, reply) => void reply.header('tus-resumable', '1.0.0'));
    const server = createTusServer(parts);
    removeExpired(app, parts);
    describeRoute(app, parts);
    writingRoutes(app, parts, server);
    stateRoute(app, parts, server);
    removalRoute(app, parts, server);
  });
}

/** The rows end by themselves; these are the bytes of those that nobody finished. */
function removeExpired(app: HttpApp, { store, onDefect }: TusParts): void {
  const timer = setInterval(() => void store.deleteExpired().catch(onDefect), expiryMs).unref();
  app.addHook('onClose', async () => clearInterval(timer));
}

function describeRoute(app: HttpApp, { fileMaxBytes }: TusParts): void {
  const extensions = 'creation,creation-with-upload,expiration,termination,checksum';
  app.options(
    uploadsPath,
    { config: { limit: 'anybody', open: true }, schema: { tags, summary: 'Read what uploads can do' } },
    async (_request, reply) => {
      reply.code(204).headers({
        'tus-version': '1.0.0',
        'tus-extension': extensions,
        'tus-checksum-algorithm': checksumAlgorithms.join(','),
        'tus-max-size': fileMaxBytes,
      });
    },
  );
}

function writingRoutes(app: HttpApp, { uploads, fileMaxBytes }: TusParts, server: TusServer): void {
  const write = async (request: FastifyRequest, reply: FastifyReply, id: string | null) => {
    const caller = callerIn(request);
    const { method, headers } = request;
    const ask = async (body: Readable | null) =>
      toReply(reply, await server.answer(caller, { method, id, headers, body }));
    const body = request.body instanceof Readable ? request.body : null;
    const checksum = headers['upload-checksum'];
    if (typeof checksum !== 'string') return ask(body);
    const room = { withFolder: uploads.withFolder, maxBytes: fileMaxBytes };
    return withCheckedChunk(body ?? Readable.from([]), readChecksum(checksum), room, ask);
  };

  app.post(uploadsPath, { config, schema: { tags, summary: 'Create an upload' } }, (request, reply) =>
    write(request, reply, null),
  );

  app.patch<{ Params: { id: string } }>(
    `${uploadsPath}/:id`,
    { config, schema: { tags, summary: 'Send bytes of an upload' } },
    async (request, reply) => {
      const { id } = request.params;
      const { isFinished } = await uploads.own(callerIn(request), id);
      if (isFinished) throw new Refusal('conflict', 'This upload is complete.');
      return write(request, reply, id);
    },
  );
}

function stateRoute(app: HttpApp, { uploads }: TusParts, server: TusServer): void {
  app.head<{ Params: { id: string } }>(
    `${uploadsPath}/:id`,
    { config, schema: { tags, summary: 'Read how many bytes of an upload have arrived' } },
    async (request, reply) => {
      const caller = callerIn(request);
      const { id } = request.params;
      // A node may have been lost between the last byte and the examination.
      if (!(await uploads.own(caller, id)).isFinished) await server.finishComplete(caller, id);
      const { isFinished, size } = await uploads.own(caller, id);
      if (!isFinished)
        return toReply(
          reply,
          await server.answer(caller, { method: 'HEAD', id, headers: request.headers, body: null }),
        );
      reply.headers({ 'cache-control': 'no-store', 'upload-offset': size, 'upload-length': size });
      return '';
    },
  );
}

function removalRoute(app: HttpApp, { uploads }: TusParts, { removeBytes }: TusServer): void {
  app.delete<{ Params: { id: string } }>(
    `${uploadsPath}/:id`,
    { config, schema: { tags, summary: 'Give up an upload' } },
    async (request, reply) => {
      const { id } = request.params;
      await uploads.remove(callerIn(request), id);
      await removeBytes(id);
      reply.code(204);
    },
  );
}

/** Answers the body, which most answers lack. */
async function toReply(reply: FastifyReply, answer: Response): Promise<string> {
  for (const [name, value] of answer.headers) if (kept.test(name)) reply.header(name, value);
  reply.code(answer.status);
  return answer.text();
}
