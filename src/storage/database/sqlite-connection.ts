/** The only connection of a process to its SQLite file: one transaction at a time, each proved to be committed. */
import type { RunStatement, SqliteRows } from './sqlite-handle.ts';
import { createSqliteLocks } from './sqlite-locks.ts';
import { createSqliteSlot } from './sqlite-slot.ts';
import type { SqliteTransaction } from './sqlite-transaction.ts';

export interface SqliteConnection {
  /** Runs one statement; a statement that writes is a transaction of its own. */
  run(sql: string, values?: readonly unknown[]): Promise<SqliteRows>;
  /** Runs the work in one transaction, within one turn of the event loop. */
  write<T>(work: (run: RunStatement) => T): Promise<T>;
  /** Begins a transaction that may last several turns; nothing else runs until it ends. */
  begin(): Promise<SqliteTransaction>;
  /** Moves everything into the main file, so that this file alone is complete. */
  close(): Promise<void>;
}

/** Statements that run without a write transaction. All others get one, also `INSERT … RETURNING`. */
const withoutTransaction = /^\s*(SELECT|PRAGMA|EXPLAIN|VACUUM)\b/i;

/** @param busyMs - the longest wait for another process that holds the file. */
export function createSqliteConnection(file: string, busyMs: number): SqliteConnection {
  const slot = createSqliteSlot(file);
  const locks = createSqliteLocks(slot, busyMs);

  async function write<T>(work: (run: RunStatement) => T): Promise<T> {
    const transaction = await locks.begin();
    try {
      const result = work(transaction.run);
      transaction.commit();
      return result;
    } finally {
      transaction.rollback();
    }
  }

  const run: SqliteConnection['run'] = (sql, values) =>
    withoutTransaction.test(sql)
      ? locks.read(() => slot.current().run(sql, values))
      : write((runInside) => runInside(sql, values));

  return { run, write, begin: locks.begin, close: () => locks.last(slot.close) };
}
