/** Opens the embedded database, one SQLite file in the data directory. */
import { OperatorError } from '../../policy/exit-codes.ts';
import { PrismaClient } from '../generated/sqlite/client.ts';
import type { OpenDatabase } from './database.ts';
import type { Dialect } from './dialect.ts';
import { asMysqlClient, withLeanPromises } from './prisma-internals.ts';
import { createSqliteAdapter } from './sqlite-adapter.ts';
import { createSqliteConnection, type SqliteConnection } from './sqlite-connection.ts';
import { prepareSqliteFile } from './sqlite-files.ts';
import { createSqliteWriter } from './sqlite-writer.ts';

const now = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')";

const dialect: Dialect = {
  insertIgnore: 'INSERT OR IGNORE INTO',
  onDuplicateKey: 'ON CONFLICT DO UPDATE SET',
  proposed: (column) => `excluded.\`${column}\``,
  lockFreeRows: '', // SQLite has one writer at a time: no other transaction holds rows.
  lockRows: '',
  lockShared: '',
  time: (offsetMs) => `strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '${(offsetMs / 1_000).toFixed(3)} seconds')`,
  millisecondsOf: (time) => `CAST(unixepoch(${time}, 'subsec') * 1000 AS INTEGER)`,
  now,
  nextTime: (column) => `MAX(COALESCE(${column}, ${now}), ${now})`,
  parseTime: (text) => new Date(text),
  secondOf: (time) => `CAST(strftime('%s', ${time}) AS INTEGER)`,
  timestamp: (at) => at.toISOString().replace('Z', '+00:00'),
  joinByKey: (table) => `CROSS JOIN ${table}`,
  hasBeyondAscii: (text) => `OCTET_LENGTH(${text}) <> LENGTH(${text})`,
  byteValue: (bytes) => `unicode(${bytes})`,
  countTables: "SELECT COUNT(*) AS `tables` FROM `sqlite_master` WHERE `type` = 'table'",
  isolation: null,
  migrationLock: null,
  migrations: 'sqlite/migrations',
};

/** The longest wait for another process that holds the file, in milliseconds: for a node, and for jobs. */
const busyMs = { node: 2_000, job: 30_000 };

/** @throws Error that names the folder, when it cannot be created or its file is no database. */
export async function openSqlite(dataDir: string, patient: boolean): Promise<OpenDatabase> {
  try {
    const connection = createSqliteConnection(prepareSqliteFile(dataDir), patient ? busyMs.job : busyMs.node);
    await connection.run('SELECT 1 FROM `sqlite_master`');
    return databaseOn(connection);
  } catch (error) {
    const reason = (error as Error).message.trim().split('\n').at(-1);
    throw new OperatorError(
      'unreachable',
      `The SQLite file in ${dataDir} cannot be opened (${reason}). Check DATA_DIR.`,
    );
  }
}

export function databaseOn(connection: SqliteConnection): OpenDatabase {
  const client = new PrismaClient({ adapter: createSqliteAdapter(connection) });
  return { client: withLeanPromises(asMysqlClient(client)), dialect, openWriter: () => createSqliteWriter(connection) };
}
