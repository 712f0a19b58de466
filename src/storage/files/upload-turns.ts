/** Turns of nodes to write the bytes of an upload, by the clock of the database. */
import type { UploadStore } from '../../engine/ports/upload-port.ts';
import type { Database } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';

export function createUploadTurns({ client, dialect }: Database): Pick<UploadStore, 'takeTurn' | 'endTurn'> {
  const { time } = dialect;
  const run = (sql: string, ...values: unknown[]) => retryContention(() => client.$executeRawUnsafe(sql, ...values));
  return {
    async takeTurn(id, writer, leaseMs) {
      const sql = `UPDATE \`File\` SET \`writer\` = ?, \`writerUntil\` = ${time(leaseMs)} WHERE \`id\` = ?
        AND (\`writer\` IS NULL OR \`writer\` = ? OR \`writerUntil\` < ${time(0)})`;
      return (await run(sql, writer, id, writer)) === 1;
    },

    async endTurn(id, writer) {
      const sql = 'UPDATE `File` SET `writer` = NULL, `writerUntil` = NULL WHERE `id` = ? AND `writer` = ?';
      await run(sql, id, writer);
    },
  };
}
