/** The routes of the export of the own conversations. */
import type { Export, ExportAnswer } from '../../protocol/export-shapes.ts';
import type { ExportApi } from '../model/own-export.ts';
import { act, fetchObject } from './http-call.ts';
import { isNumber, isText, nullable, objectOf, oneOf, optional } from './shape.ts';

const isExport = objectOf<Export>({
  state: oneOf('running', 'ready', 'failed'),
  done: isNumber,
  total: isNumber,
  startedAt: isText,
  expiresAt: optional(isText),
  bytes: optional(isNumber),
});
const isAnswer = objectOf<ExportAnswer>({ export: nullable(isExport) });

export const exportHttp: ExportApi = {
  ownExport: async () => (await fetchObject(isAnswer, 'GET', '/api/me/export')).export,
  beginExport: async (password) => (await fetchObject(isAnswer, 'POST', '/api/me/export', { password })).export,
  removeExport: () => act('DELETE', '/api/me/export'),
};
