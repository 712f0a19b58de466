/** Logs the SQL statements of stores: on SQLite those of their connection, on MariaDB those of the general log. */
import { databaseOn } from '../../src/storage/database/sqlite.ts';
import { createSqliteConnection, type SqliteConnection } from '../../src/storage/database/sqlite-connection.ts';
import { sqliteFile } from '../../src/storage/database/sqlite-files.ts';
import type { RunStatement } from '../../src/storage/database/sqlite-handle.ts';
import { createStores, migrateOnly, openStores, type StorageOptions, type Stores } from '../../src/storage/stores.ts';
import { sharedMariadb } from '../support/mariadb.ts';

/** The connection, with the text of each statement noted. */
export function recorded(connection: SqliteConnection, note: (sql: string) => void): SqliteConnection {
  const noted =
    (run: RunStatement): RunStatement =>
    (sql, values) => {
      note(sql);
      return run(sql, values);
    };
  return {
    ...connection,
    run(sql, values) {
      note(sql);
      return connection.run(sql, values);
    },
    write: (work) => connection.write((run) => work(noted(run))),
    async begin() {
      const transaction = await connection.begin();
      return { ...transaction, run: noted(transaction.run) };
    },
  };
}

/** One text of the writer holds several statements. */
export const statementsIn = (text: string) => text.split(/;(?=(?:SELECT|INSERT|UPDATE|DELETE|COMMIT)\b)/);

export interface LoggedStores {
  stores: Stores;
  /** The statements that read or write rows during the work. */
  statementsOf(work: () => Promise<unknown>): Promise<string[]>;
}

const ofRows = /^\s*(SELECT|INSERT|UPDATE|DELETE)\b/i;

export async function openLoggedStores(place: StorageOptions): Promise<LoggedStores> {
  if (place.databaseUrl !== null) return { stores: await openStores(place), statementsOf: statementsOnMariadb };
  await migrateOnly(place);
  const statements: string[] = [];
  const connection = createSqliteConnection(sqliteFile(place.dataDir), 2_000);
  const stores = createStores(databaseOn(recorded(connection, (sql) => statements.push(sql))));
  const statementsOf: LoggedStores['statementsOf'] = async (work) => {
    statements.length = 0;
    await work();
    return statements.filter((sql) => ofRows.test(sql));
  };
  return { stores, statementsOf };
}

const statementsOnMariadb: LoggedStores['statementsOf'] = async (work) => {
  const server = await sharedMariadb();
  await server.query("SET GLOBAL log_output = 'TABLE'");
  await server.query('TRUNCATE TABLE mysql.general_log');
  await server.query('SET GLOBAL general_log = 1');
  try {
    await work();
  } finally {
    await server.query('SET GLOBAL general_log = 0');
  }
  const sql =
    "SELECT argument FROM mysql.general_log WHERE command_type IN ('Query', 'Execute') AND user_host LIKE 'duologue[%'";
  const rows = (await server.query(sql)) as { argument: Buffer | string }[];
  return rows.flatMap(({ argument }) => statementsIn(`${argument}`)).filter((text) => ofRows.test(text));
};
