/** The route that lists the files of a conversation. */
import type { FileListQuery, FilePage } from '../../protocol/file-shapes.ts';
import { pathOf } from '../model/conversation-path.ts';
import { fetchObject } from './http-call.ts';
import { isFlag, isNumber, isText, listOf, objectOf } from './shape.ts';
import { isFile } from './wire-shapes.ts';

const isFilePage = objectOf<FilePage>({
  files: listOf(objectOf<FilePage['files'][number]>({ seq: isNumber, from: isText, sentAt: isText, file: isFile })),
  hasMore: isFlag,
});

export function listFiles(peer: string, query: FileListQuery): Promise<FilePage> {
  const words = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]));
  return fetchObject(isFilePage, 'GET', `/api/${pathOf(peer)}/files?${words}`);
}
