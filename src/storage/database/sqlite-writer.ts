/** Writes to the embedded database through its own connection, which stays open between batches. */
import Sqlite from 'libsql';
import { LRUCache } from 'lru-cache';
import type { Row, Statement, Writer } from './writer.ts';

/** Statements differ only in the length of their lists: a busy node repeats a few hundred of them. */
const preparedMax = 500;

/**
 * Never waits for another writer: the driver is synchronous, so the wait would also stop a transaction of this process.
 * @throws SqliteError `SQLITE_BUSY` at once instead; the caller tries again.
 */
export function createSqliteWriter(file: string): Writer {
  const connection = new Sqlite(file);
  connection.exec('PRAGMA synchronous = FULL');

  const prepared = new LRUCache<string, Sqlite.Statement>({
    max: preparedMax,
    memoMethod: (sql) => connection.prepare(sql),
  });

  const run = ({ sql, values }: Statement): Row[] => {
    const statement = prepared.memo(sql);
    if (statement.reader) return statement.all(...values) as Row[];
    statement.run(...values);
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
