/** Keeps the files of one user, and of the installation, within their bounds. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { UploadBounds } from '../../engine/ports/upload-port.ts';
import { UploadRefusal } from '../../engine/ports/upload-refusal.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';

/** The total is counted again after this time, in milliseconds. Meanwhile the node adds its own uploads only. */
const totalKnownMs = 600_000;

/** Rows that one statement of the count reads. */
const countedAtOnce = 5_000;

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
export function createUploadBounds(database: Database): { bounded: Bounded; totalBytes(): Promise<number> } {
  const total = createTotal(database);
  const bounded: Bounded = async (ownerId, size, bounds, insert) => {
    if ((await total.bytes()) + size > bounds.totalBytes) throw installationFull(bounds.totalBytes);
    await retryContention(() =>
      transact(database, async (tx) => {
        await lockUser(tx, ownerId);
        const { bytes, unfinished } = await usageOf(tx, ownerId);
        if (unfinished >= bounds.unfinishedMax) throw tooManyUnfinished(bounds.unfinishedMax);
        if (bytes + size > bounds.quotaBytes) throw quotaUsed(bytes, bounds.quotaBytes);
        await insert(tx);
      }),
    );
    total.add(size);
  };
  return { bounded, totalBytes: total.bytes };
}

/** A statement that changes nothing locks the row in both databases. */
async function lockUser(tx: Transaction, ownerId: UserId): Promise<void> {
  const sql = 'UPDATE `User` SET `createdAt` = `createdAt` WHERE `id` = ? AND `deletedAt` IS NULL';
  await tx.$executeRawUnsafe(sql, ownerId);
}

async function usageOf(tx: Transaction, ownerId: UserId): Promise<Usage> {
  const sql = `SELECT COALESCE(SUM(\`size\`), 0) AS \`bytes\`, COALESCE(SUM(CASE WHEN \`finishedAt\` IS NULL THEN 1 ELSE 0 END), 0) AS \`unfinished\`
    FROM \`File\` WHERE \`ownerId\` = ?`;
  const [row] = await tx.$queryRawUnsafe<{ bytes: unknown; unfinished: unknown }[]>(sql, ownerId);
  return { bytes: Number(row?.bytes ?? 0), unfinished: Number(row?.unfinished ?? 0) };
}

function createTotal({ client }: Database) {
  let known = 0;
  let countedAt = Number.NEGATIVE_INFINITY;
  /** A count under way, which all uploads wait for. */
  let counting: Promise<void> | null = null;
  const count = async () => {
    known = await countBytes(client);
    countedAt = performance.now();
  };
  return {
    async bytes(): Promise<number> {
      if (performance.now() - countedAt >= totalKnownMs) {
        counting ??= count().finally(() => {
          counting = null;
        });
        await counting;
      }
      return known;
    },
    add(size: number): void {
      known += size;
    },
  };
}

const countSql = `SELECT COUNT(*) AS \`rows\`, MAX(p.\`id\`) AS \`last\`, COALESCE(SUM(p.\`size\`), 0) AS \`bytes\`
  FROM (SELECT \`id\`, \`size\` FROM \`File\` WHERE \`id\` > ? ORDER BY \`id\` LIMIT ${countedAtOnce}) p`;

async function countBytes(client: Database['client']): Promise<number> {
  let bytes = 0;
  for (let after = ''; ; ) {
    const [page] = await client.$queryRawUnsafe<{ rows: unknown; last: string | null; bytes: unknown }[]>(
      countSql,
      after,
    );
    bytes += Number(page?.bytes ?? 0);
    if (Number(page?.rows ?? 0) < countedAtOnce || !page?.last) return bytes;
    after = page.last;
  }
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
