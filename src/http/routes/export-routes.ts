/** The HTTP routes of the export of the own conversations: begin it, read how far it is, download it, remove it. */
import type { Engine } from '../../engine/engine.ts';
import type { ExportRecord } from '../../engine/ports/export-port.ts';
import type { RateLimiter } from '../../engine/ports/rate-limit-port.ts';
import { addressBlock } from '../../policy/address-blocks.ts';
import { type Export, ExportAnswer, ExportBody } from '../../protocol/export-shapes.ts';
import { createDownloadCounts } from '../downloads-at-once.ts';
import { answerFile } from '../file-answers.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';
import { reauthenticated } from '../reauthentication.ts';

const tags = ['account'];
const bytes = { description: 'The archive, a ZIP', content: { 'application/zip': { schema: { type: 'string' } } } };

type Exports = NonNullable<Engine['exports']>;

interface Parts {
  exports: Exports;
  accounts: Engine['accounts'];
  limiter: RateLimiter;
}

export function exportRoutes(app: HttpApp, parts: Parts): void {
  beginRoute(app, parts);
  stateRoutes(app, parts);
  downloadRoute(app, parts);
}

function beginRoute(app: HttpApp, { exports, accounts, limiter }: Parts): void {
  app.post(
    '/api/me/export',
    {
      config: { limit: 'account', audit: 'export' },
      schema: {
        tags,
        summary: 'Begin to export the own conversations',
        body: ExportBody,
        response: { 202: ExportAnswer },
      },
    },
    async (request, reply) => {
      const caller = await reauthenticated(accounts, request);
      // A refusal up to here costs no export.
      await exports.expectNone(caller);
      await limiter.charge('export', caller.id, addressBlock(request.ip));
      const begun = await exports.begin(caller);
      reply.code(202);
      return { export: toWire(begun) };
    },
  );
}

function stateRoutes(app: HttpApp, { exports }: Parts): void {
  app.get(
    '/api/me/export',
    {
      config: { limit: 'read' },
      schema: { tags, summary: 'Read how far the own export is', response: { 200: ExportAnswer } },
    },
    async (request) => {
      const found = await exports.find(callerIn(request));
      return { export: found && toWire(found) };
    },
  );

  app.delete(
    '/api/me/export',
    {
      config: { limit: 'account', audit: 'export_removal' },
      schema: { tags, summary: 'Remove the own export, or end the one that is being made' },
    },
    async (request, reply) => {
      await exports.remove(callerIn(request));
      reply.code(204);
    },
  );
}

function downloadRoute(app: HttpApp, { exports }: Parts): void {
  app.get(
    '/api/me/export/file',
    {
      config: { limit: 'download', audit: 'export_download' },
      preHandler: createDownloadCounts(),
      schema: { tags, summary: 'Download the own export, whole or a range of it', response: { 200: bytes } },
    },
    async (request, reply) => answerFile(request, reply, await exports.open(callerIn(request)), 'no-store'),
  );
}

const toWire = ({ state, done, total, startedAt, expiresAt, bytes: size }: ExportRecord): Export => ({
  state,
  done,
  total,
  startedAt: startedAt.toISOString(),
  ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
  ...(size !== null && { bytes: size }),
});
