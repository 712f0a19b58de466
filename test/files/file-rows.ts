/** Puts files of messages into a database. */

import type { FileKind } from '../../src/protocol/shapes.ts';
import { withDatabase } from '../../src/storage/database/open-database.ts';
import { newId } from '../../src/storage/database/row-ids.ts';
import type { StorageOptions } from '../../src/storage/stores.ts';

export interface FileRow {
  ownerId: string;
  name: string;
  kind: FileKind;
  type: string;
  size: number;
  hasPreview?: number;
  details?: string;
  /** Absent for an upload that belongs to no message. */
  channelId?: string;
  seq?: number;
  place?: number;
}

/** Answers the id of the file. */
export async function addFileRow({ databaseUrl, dataDir }: StorageOptions, row: FileRow): Promise<string> {
  const id = newId();
  const at = new Date();
  const data = { id, createdAt: at, finishedAt: at, expiresAt: row.channelId ? null : at, ...row };
  await withDatabase(databaseUrl, dataDir, ({ client }) => client.file.create({ data }));
  return id;
}
