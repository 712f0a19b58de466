/** Writes to the embedded database through a connection of its own, which stays open from batch to batch. */
import Sqlite from 'libsql';
import type { Row, Statement, Writer } from './writer.ts';

/**
 * Waits for no other writer: this process would stand still meanwhile, and with it the transaction it waits for.
 * @throws SqliteError `SQLITE_BUSY` at once, then; the caller tries again.
 */
export function createSqliteWriter(file: string): Writer {
  const connection = new Sqlite(file);
  connection.exec('PRAGMA synchronous = FULL');

  const run = ({ sql, values }: Statement): Row[] => {
    const prepared = connection.prepare(sql);
    if (prepared.reader) return prepared.all(...values) as Row[];
    prepared.run(...values);
    return [];
  };

  return {
    async commit(reads, decide) {
      const transaction = connection.transaction(() => {
        const { writes, result } = decide(reads.map(run));
        writes.forEach(run);
        return result;
      });
      return transaction.immediate();
    },
    timestamp: (at) => at.toISOString().replace('Z', '+00:00'),
    close: async () => void connection.close(),
  };
}
