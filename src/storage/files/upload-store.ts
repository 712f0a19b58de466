/** Stores uploads: the rows of files that belong to no message yet. */
import { fileKey, previewKey } from '../../engine/ports/file-bytes-port.ts';
import type { FileId } from '../../engine/ports/file-port.ts';
import type { FileHints, Upload, UploadStore } from '../../engine/ports/upload-port.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';
import { newId } from '../database/row-ids.ts';
import { noteRemoved } from './removed-file-store.ts';
import type { TotalUsage } from './total-usage.ts';
import { createUploadBounds, lockOwner } from './upload-bounds.ts';
import { createUploadTurns } from './upload-turns.ts';

interface UploadRow {
  id: FileId;
  ownerId: string;
  name: string;
  size: number | bigint;
  isPlain: number | bigint;
  hints: string;
  isFinished: number | bigint;
  isAttached: number | bigint;
  expiresAt: string | null;
}

const findSql = `SELECT \`id\`, \`ownerId\`, \`name\`, \`size\`, \`isPlain\`, \`hints\`,
  CASE WHEN \`finishedAt\` IS NULL THEN 0 ELSE 1 END AS \`isFinished\`,
  CASE WHEN \`channelId\` IS NULL THEN 0 ELSE 1 END AS \`isAttached\`,
  CAST(\`expiresAt\` AS CHAR) AS \`expiresAt\` FROM \`File\` WHERE \`id\` = ?`;

const insertSql = ({ time }: Dialect, lifeMs: number) => `INSERT INTO \`File\`
  (\`id\`, \`ownerId\`, \`name\`, \`size\`, \`isPlain\`, \`hints\`, \`details\`, \`createdAt\`, \`expiresAt\`)
  VALUES (?, ?, ?, ?, ?, ?, '', ${time(0)}, ${time(lifeMs)})`;

export function createUploadStore(database: Database, total: TotalUsage): UploadStore {
  const { client, dialect } = database;
  const { time } = dialect;
  const bounded = createUploadBounds(database, total);

  return {
    find: (id) => find(database, id),

    async create({ ownerId, name, size, isPlain, hints }, bounds, lifeMs) {
      const id = newId();
      const insert = insertSql(dialect, lifeMs);
      await bounded(ownerId, size, bounds, (tx) =>
        tx.$executeRawUnsafe(insert, id, ownerId, name, size, isPlain ? 1 : 0, JSON.stringify(hints)),
      );
      const created = await find(database, id);
      if (!created) throw new Error('The new upload is not there.');
      return created;
    },

    ...createUploadTurns(database),

    async finish(id, examined) {
      const isFinished = await retryContention(() => transact(database, (tx) => finish(database, tx, id, examined)));
      if (isFinished) total.finished();
      return isFinished;
    },

    remove: (id) => retryContention(() => transact(database, (tx) => removeOne(database, tx, id))),

    async removeExpired(max) {
      const sql = `SELECT \`id\` FROM \`File\` WHERE \`expiresAt\` < ${time(0)} ORDER BY \`expiresAt\` LIMIT ${max}`;
      const rows = await client.$queryRawUnsafe<{ id: FileId }[]>(sql);
      for (const { id } of rows) await retryContention(() => transact(database, (tx) => removeOne(database, tx, id)));
      return rows.length;
    },

    usage: total.sample,
  };
}

async function finish(
  { dialect }: Database,
  tx: Transaction,
  id: FileId,
  { type, kind, size, details, hasPreview }: Parameters<UploadStore['finish']>[1],
): Promise<boolean> {
  const upload = await tx.file.findUnique({ where: { id }, select: { ownerId: true } });
  if (!upload) return false;
  await lockOwner(tx, upload.ownerId);
  const sql = `UPDATE \`File\` SET \`finishedAt\` = ${dialect.time(0)}, \`type\` = ?, \`kind\` = ?, \`size\` = ?, \`details\` = ?, \`hasPreview\` = ?
    WHERE \`id\` = ? AND \`finishedAt\` IS NULL`;
  const facts = [type, kind, size, JSON.stringify(details), hasPreview ? 1 : 0];
  return (await tx.$executeRawUnsafe(sql, ...facts, id)) === 1;
}

async function find({ client, dialect }: Database, id: FileId): Promise<Upload | null> {
  const [row] = await client.$queryRawUnsafe<UploadRow[]>(findSql, id);
  return row ? toUpload(row, dialect.parseTime) : null;
}

/** A message may attach the file at the same time: the row decides, and only one of the two finds it. */
async function removeOne({ dialect }: Database, tx: Transaction, id: FileId): Promise<boolean> {
  const removed = await tx.$executeRawUnsafe('DELETE FROM `File` WHERE `id` = ? AND `channelId` IS NULL', id);
  if (removed === 1) await noteRemoved(tx, dialect, [fileKey(id), previewKey(id)]);
  return removed === 1;
}

function toUpload(row: UploadRow, parseTime: (text: string) => Date): Upload {
  const { id, ownerId, name, hints, expiresAt } = row;
  return {
    id,
    ownerId,
    name,
    size: Number(row.size),
    isPlain: Number(row.isPlain) === 1,
    hints: JSON.parse(hints || '{}') as FileHints,
    isFinished: Number(row.isFinished) === 1,
    isAttached: Number(row.isAttached) === 1,
    expiresAt: expiresAt === null ? null : parseTime(expiresAt),
  };
}
