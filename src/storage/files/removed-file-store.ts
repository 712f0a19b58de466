/** Stores the keys of bytes that no row needs any more. */
import type { FileKey } from '../../engine/ports/file-bytes-port.ts';
import type { RemovedFiles } from '../../engine/ports/upload-port.ts';
import { type Database, placeholders, type Transaction } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';
import type { TotalUsage } from './total-usage.ts';

/** Called in the transaction that removes the row of these bytes. */
export async function noteRemoved(tx: Transaction, dialect: Dialect, keys: readonly FileKey[]): Promise<void> {
  const rows = keys.map(() => `(?, ${dialect.time(0)})`).join(', ');
  await tx.$executeRawUnsafe(`${dialect.insertIgnore} \`RemovedFile\` (\`key\`, \`at\`) VALUES ${rows}`, ...keys);
}

export function createRemovedFileStore({ client }: Database, total: TotalUsage): RemovedFiles {
  return {
    async oldest(max) {
      const sql = `SELECT \`key\` FROM \`RemovedFile\` ORDER BY \`at\` LIMIT ${max}`;
      return (await client.$queryRawUnsafe<{ key: FileKey }[]>(sql)).map(({ key }) => key);
    },
    async forget(keys) {
      if (keys.length === 0) return;
      const sql = `DELETE FROM \`RemovedFile\` WHERE \`key\` IN (${placeholders(keys.length)})`;
      await retryContention(() => client.$executeRawUnsafe(sql, ...keys));
      total.freed();
    },
  };
}
