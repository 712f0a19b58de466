/** Turns of nodes to make an export, by the clock of the database. */
import type { ExportStore, ExportTry } from '../../engine/ports/export-port.ts';
import { exportKey } from '../../engine/ports/file-bytes-port.ts';
import type { UserId } from '../../engine/ports/identifiers.ts';
import { type Database, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { newId } from '../database/row-ids.ts';
import { noteRemoved } from './removed-file-store.ts';

type ExportTurns = Pick<ExportStore, 'takeTurn' | 'progress' | 'endTurn' | 'finish'>;

export function createExportTurns(database: Database): ExportTurns {
  const { client } = database;
  const { time } = database.dialect;
  const run = async (sql: string, ...values: unknown[]) =>
    (await retryContention(() => client.$executeRawUnsafe(sql, ...values))) === 1;
  return {
    takeTurn: (leaseMs) => takeTurn(database, leaseMs),

    progress: (id, { done, total }, leaseMs) =>
      run(
        `UPDATE \`Export\` SET \`done\` = ?, \`total\` = ?, \`makerUntil\` = ${time(leaseMs)} WHERE \`id\` = ? AND \`state\` = 'running'`,
        done,
        total,
        id,
      ),

    async endTurn(id, delayMs) {
      await run(
        `UPDATE \`Export\` SET \`makerUntil\` = ${time(delayMs)} WHERE \`id\` = ? AND \`state\` = 'running'`,
        id,
      );
    },

    finish: (id, { bytes, done, total }, lifeMs) =>
      run(
        `UPDATE \`Export\` SET \`state\` = ?, \`bytes\` = ?, \`done\` = ?, \`total\` = ?, \`makerUntil\` = NULL, \`expiresAt\` = ${time(lifeMs)}
          WHERE \`id\` = ? AND \`state\` = 'running'`,
        ...[bytes === null ? 'failed' : 'ready', bytes, done, total, id],
      ),
  };
}

/** Each try has an id, and so a key, of its own: bytes that an earlier one kept are removed. */
async function takeTurn(database: Database, leaseMs: number): Promise<ExportTry | null> {
  const { client, dialect } = database;
  const isFree = `\`state\` = 'running' AND (\`makerUntil\` IS NULL OR \`makerUntil\` < ${dialect.time(0)})`;
  const sql = `SELECT \`userId\`, \`id\` FROM \`Export\` WHERE ${isFree} ORDER BY \`startedAt\` LIMIT 1`;
  const [free] = await client.$queryRawUnsafe<{ userId: UserId; id: string }[]>(sql);
  if (!free) return null;
  const id = newId();
  const isTaken = await retryContention(() =>
    transact(database, async (tx) => {
      const take = `UPDATE \`Export\` SET \`id\` = ?, \`tries\` = \`tries\` + 1, \`done\` = 0, \`total\` = 0, \`makerUntil\` = ${dialect.time(leaseMs)}
        WHERE \`id\` = ? AND ${isFree}`;
      if ((await tx.$executeRawUnsafe(take, id, free.id)) === 0) return false;
      await noteRemoved(tx, dialect, [exportKey(free.id)]);
      return true;
    }),
  );
  return isTaken ? await client.export.findUnique({ where: { id }, select: trySelection }) : null;
}

const trySelection = { id: true, userId: true, startedAt: true, tries: true } as const;
