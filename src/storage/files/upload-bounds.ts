/** Keeps the files of one user, and of the installation, within their bounds. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { UploadBounds } from '../../engine/ports/upload-port.ts';
import { UploadRefusal } from '../../engine/ports/upload-refusal.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { TotalUsage } from './total-usage.ts';

interface Usage {
  bytes: number;
  unfinished: number;
}

type Bounded = (
  ownerId: UserId,
  size: number,
  bounds: UploadBounds,
  insert: (tx: Transaction) => Promise<unknown>,
) => Promise<void>;

/** Runs the insert of a new upload in a transaction that no other upload of the same user can pass the bounds beside. */
export function createUploadBounds(database: Database, total: TotalUsage): Bounded {
  return async (ownerId, size, bounds, insert) => {
    if (!(await total.reserve(size, bounds.totalBytes))) throw installationFull(bounds.totalBytes);
    let isStored = false;
    try {
      await retryContention(() =>
        transact(database, async (tx) => {
          await lockOwner(tx, ownerId);
          const { bytes, unfinished } = await usageOf(tx, ownerId);
          if (unfinished >= bounds.unfinishedMax) throw tooManyUnfinished(bounds.unfinishedMax);
          if (bytes + size > bounds.quotaBytes) throw quotaUsed(bytes, bounds.quotaBytes);
          await insert(tx);
        }),
      );
      isStored = true;
    } finally {
      total.settle(size, isStored);
    }
  };
}

/** A statement that changes nothing locks the row in both databases. @throws Refusal when the account is not alive */
export async function lockOwner(tx: Transaction, ownerId: UserId): Promise<void> {
  const sql =
    'UPDATE `User` SET `createdAt` = `createdAt` WHERE `id` = ? AND `deletedAt` IS NULL AND `disabledAt` IS NULL';
  if ((await tx.$executeRawUnsafe(sql, ownerId)) === 0) throw new Refusal('unauthorized', 'This account is closed.');
}

async function usageOf(tx: Transaction, ownerId: UserId): Promise<Usage> {
  const sql = `SELECT COALESCE(SUM(\`size\`), 0) AS \`bytes\`, COALESCE(SUM(CASE WHEN \`finishedAt\` IS NULL THEN 1 ELSE 0 END), 0) AS \`unfinished\`
    FROM \`File\` WHERE \`ownerId\` = ?`;
  const [row] = await tx.$queryRawUnsafe<{ bytes: unknown; unfinished: unknown }[]>(sql, ownerId);
  return { bytes: Number(row?.bytes ?? 0), unfinished: Number(row?.unfinished ?? 0) };
}

const mebibytes = (bytes: number) => Math.floor(bytes / 1_048_576);

const quotaUsed = (bytes: number, quota: number) =>
  new UploadRefusal(
    'quota',
    'conflict',
    `Your files take ${mebibytes(bytes)} of ${mebibytes(quota)} MiB. This one does not fit.`,
  );

const tooManyUnfinished = (max: number) =>
  new UploadRefusal(
    'unfinished',
    'conflict',
    `You have ${max} unfinished uploads already. Finish or cancel one of them.`,
  );

const installationFull = (total: number) =>
  new UploadRefusal('total', 'conflict', `The files of this server take all of its ${mebibytes(total)} MiB.`);
