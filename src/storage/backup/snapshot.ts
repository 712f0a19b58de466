/** One unchanging view of a live database, read page by page; nodes go on writing. */
import { createConnection } from 'mariadb';
import { poolOptions } from '../database/mysql.ts';
import { mysqlFault } from '../database/mysql-faults.ts';
import { sqliteFile } from '../database/sqlite-files.ts';
import { openHandle } from '../database/sqlite-handle.ts';
import type { StorageOptions } from '../stores.ts';
import { type ColumnRow, type Table, tablesOf } from './table-columns.ts';

export interface Snapshot {
  tables: Table[];
  /** The names of the applied migrations. */
  migrations: string[];
  query(sql: string, values: readonly unknown[]): Promise<unknown[][]>;
  close(): Promise<void>;
}

type Query = Snapshot['query'];

const migrationsSql =
  'SELECT `migration_name` FROM `_prisma_migrations` WHERE `finished_at` IS NOT NULL AND `rolled_back_at` IS NULL ORDER BY `migration_name`';

/** @throws OperatorError when the database cannot be reached */
export function openSnapshot({ databaseUrl, dataDir }: StorageOptions): Promise<Snapshot> {
  return databaseUrl === null ? openSqliteSnapshot(dataDir) : openMysqlSnapshot(databaseUrl);
}

/** A transaction that only reads locks nobody out in WAL mode. */
async function openSqliteSnapshot(dataDir: string): Promise<Snapshot> {
  const handle = openHandle(sqliteFile(dataDir));
  const query: Query = async (sql, values) => handle.run(sql, values).rows;
  handle.run('BEGIN');
  const columnsSql = `SELECT t.name, c.name, c.type, c.pk FROM sqlite_master t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid`;
  return describe(query, columnsSql, async () => handle.close());
}

/** The server keeps the old versions of rows for this transaction, and locks none. */
async function openMysqlSnapshot(url: string): Promise<Snapshot> {
  const { connectionLimit: _, minimumIdle: __, acquireTimeout: ___, ...options } = poolOptions(url, 1, true);
  const rowForm = { rowsAsArray: true, dateStrings: true, bigIntAsNumber: true };
  const connection = await createConnection({ ...options, ...rowForm }).catch(async (error) => {
    throw await mysqlFault(error, url);
  });
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
  const columnsSql = `SELECT c.table_name, c.column_name, c.data_type, COALESCE(k.ordinal_position, 0)
    FROM information_schema.columns c LEFT JOIN information_schema.key_column_usage k ON k.constraint_name = 'PRIMARY'
      AND k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name
    WHERE c.table_schema = DATABASE() AND COALESCE(c.generation_expression, '') = ''
    ORDER BY c.table_name, c.ordinal_position`;
  const query: Query = (sql, values) => connection.execute(sql, [...values]);
  return describe(query, columnsSql, () => connection.end());
}

async function describe(query: Query, columnsSql: string, close: Snapshot['close']): Promise<Snapshot> {
  const columns = (await query(columnsSql, [])).map(
    ([table, name, type, place]): ColumnRow => ({
      table: `${table}`,
      name: `${name}`,
      type: `${type}`,
      keyPlace: Number(place),
    }),
  );
  const hasRecord = columns.some(({ table }) => table === '_prisma_migrations');
  const migrations = hasRecord ? (await query(migrationsSql, [])).map(([name]) => `${name}`) : [];
  return { tables: tablesOf(columns), migrations, query, close };
}
