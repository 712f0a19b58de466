/** Writes to the embedded database through a connection of its own, which stays open from batch to batch. */
import Sqlite from 'libsql';
import { LRUCache } from 'lru-cache';
import type { Row, Statement, Writer } from './writer.ts';

/** Statements differ in the length of their lists alone: a busy node sends a few hundred of them, again and again. */
const preparedMax = 500;

/**
 * Waits for no other writer: this process would stand still meanwhile, and with it the transaction it waits for.
 * @throws SqliteError `SQLITE_BUSY` at once, then; the caller tries again.
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
