/** One open handle of the SQLite file, with its prepared statements. */
import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { LRUCache } from 'lru-cache';
import { toSqliteFault } from './sqlite-fault.ts';

export interface SqliteRows {
  names: string[];
  /** The declared types of the columns; null for an expression. */
  types: (string | null)[];
  rows: unknown[][];
  /** The rows that an `INSERT`, `UPDATE` or `DELETE` changed. */
  changes: number;
}

export type RunStatement = (sql: string, values?: readonly unknown[]) => SqliteRows;

export interface SqliteHandle {
  /** @throws SqliteFault */
  run: RunStatement;
  isTransaction(): boolean;
  /** Whether the file at the path is still the open one: a removed or replaced file loses what is written. */
  isCurrent(): boolean;
  close(): void;
}

/** Statements differ only in the length of their lists: a busy node repeats a few hundred of them. */
const preparedMax = 500;

/**
 * The driver never waits for a lock: it is synchronous, so the wait would stop the whole process.
 * @throws SqliteFault when there is no such file, or it is no database.
 */
export function openHandle(file: string): SqliteHandle {
  const database = attempt(() => new DatabaseSync(`${pathToFileURL(file).href}?mode=rw`, { timeout: 0 }));
  const inode = inodeOf(file);
  const prepared = new LRUCache<string, { statement: StatementSyncInstance; answersRows: boolean }>({
    max: preparedMax,
    memoMethod: (sql) => prepare(database, sql),
  });
  const run: RunStatement = (sql, values = []) => attempt(() => execute(prepared.memo(sql), values));
  try {
    // With WAL, readers and the writer do not wait for each other. FULL makes each commit durable.
    run('PRAGMA journal_mode = WAL');
    run('PRAGMA synchronous = FULL');
    // The text of a deleted message is overwritten, also in pages that become free.
    run('PRAGMA secure_delete = ON');
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    run,
    isTransaction: () => database.isTransaction,
    isCurrent: () => inodeOf(file) === inode,
    close: () => database.close(),
  };
}

function prepare(database: DatabaseSyncInstance, sql: string) {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return { statement, answersRows: statement.columns().length > 0 };
}

function execute({ statement, answersRows }: ReturnType<typeof prepare>, values: readonly unknown[]): SqliteRows {
  // The driver would store such a text only up to this character.
  if (values.some((value) => typeof value === 'string' && value.includes('\0'))) {
    throw new TypeError('A text for SQLite must not contain the character U+0000.');
  }
  if (!answersRows) return { names: [], types: [], rows: [], changes: Number(statement.run(...values).changes) };
  const rows = statement.all(...values);
  const columns = statement.columns();
  return { names: columns.map(({ name }) => name), types: columns.map(({ type }) => type), rows, changes: 0 };
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toSqliteFault(error);
  }
}

const inodeOf = (file: string) => statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
