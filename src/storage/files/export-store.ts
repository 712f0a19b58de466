/** Stores exports: one row for each user. */
import type { ExportRecord, ExportState, ExportStore } from '../../engine/ports/export-port.ts';
import { exportKey } from '../../engine/ports/file-bytes-port.ts';
import type { UserId } from '../../engine/ports/identifiers.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';
import { newId } from '../database/row-ids.ts';
import { createExportTurns } from './export-turns.ts';
import { createExportedConversations } from './exported-conversations.ts';
import { noteRemoved } from './removed-file-store.ts';
import { lockOwner } from './upload-bounds.ts';

type Bounds = Parameters<ExportStore['begin']>[1];

export function createExportStore(database: Database): ExportStore {
  const { client, dialect } = database;
  const { time } = dialect;
  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => retryContention(() => transact(database, work));
  return {
    find: (userId) => find(database, userId),

    async begin(userId, bounds) {
      await inTransaction((tx) => begin(dialect, tx, userId, bounds));
      const begun = await find(database, userId);
      if (!begun) throw new Refusal('conflict', 'The export has just been removed.');
      return begun;
    },

    ...createExportTurns(database),

    remove: (userId) => inTransaction((tx) => removeExport(dialect, tx, userId)),

    async removeExpired(max) {
      const sql = `SELECT \`userId\` FROM \`Export\` WHERE \`expiresAt\` < ${time(0)} ORDER BY \`expiresAt\` LIMIT ${max}`;
      const rows = await client.$queryRawUnsafe<{ userId: UserId }[]>(sql);
      for (const { userId } of rows) await inTransaction((tx) => removeExport(dialect, tx, userId, true));
      return rows.length;
    },

    ...createExportedConversations(database),
  };
}

async function find({ client }: Database, userId: UserId): Promise<ExportRecord | null> {
  const row = await client.export.findUnique({ where: { userId } });
  if (!row) return null;
  const { id, startedAt, done, total, expiresAt } = row;
  const bytes = row.bytes === null ? null : Number(row.bytes);
  return { id, userId, state: row.state as ExportState, startedAt, done, total, bytes, expiresAt };
}

async function begin(dialect: Dialect, tx: Transaction, userId: UserId, bounds: Bounds): Promise<void> {
  await lockOwner(tx, userId);
  const found = await tx.export.findUnique({ where: { userId }, select: { state: true } });
  if (found && found.state !== 'failed') throw new Refusal('conflict', 'There is an export already. Remove it first.');
  await expectRoom(tx, bounds);
  if (found) await removeExport(dialect, tx, userId);
  const sql = `INSERT INTO \`Export\` (\`userId\`, \`id\`, \`state\`, \`startedAt\`) VALUES (?, ?, 'running', ${dialect.time(0)})`;
  await tx.$executeRawUnsafe(sql, userId, newId());
}

/** Two users may begin at once, and pass a bound by one. */
async function expectRoom(tx: Transaction, { count, bytes }: Bounds): Promise<void> {
  const sql = `SELECT COUNT(*) AS \`count\`, COALESCE(SUM(e.\`bytes\`), 0) AS \`bytes\`
    FROM (SELECT \`bytes\` FROM \`Export\` ORDER BY \`userId\` LIMIT ${count}) e`;
  const [all] = await tx.$queryRawUnsafe<{ count: unknown; bytes: unknown }[]>(sql);
  if (Number(all?.count ?? 0) < count && Number(all?.bytes ?? 0) < bytes) return;
  throw new Refusal('conflict', 'The server holds as many exports as it can. Try again tomorrow.');
}

/** @param isExpired - removes it only if it has expired: the user may have begun another one. */
export async function removeExport(
  dialect: Dialect,
  tx: Transaction,
  userId: UserId,
  isExpired = false,
): Promise<boolean> {
  const condition = isExpired ? `AND \`expiresAt\` < ${dialect.time(0)}` : '';
  const sql = `SELECT \`id\` FROM \`Export\` WHERE \`userId\` = ? ${condition} ${dialect.lockRows}`;
  const [found] = await tx.$queryRawUnsafe<{ id: string }[]>(sql, userId);
  if (!found) return false;
  await tx.$executeRawUnsafe('DELETE FROM `Export` WHERE `userId` = ?', userId);
  await noteRemoved(tx, dialect, [exportKey(found.id)]);
  return true;
}
