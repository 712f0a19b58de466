/** Opens the database, MySQL or SQLite, and the writer of messages. */
import { existsSync } from 'node:fs';
import { Refusal } from '../../protocol/refusals.ts';
import type { Database, OpenDatabase } from './database.ts';
import { isMissingTable, toRefusal } from './database-faults.ts';
import { openMysql, poolOptions } from './mysql.ts';
import { createMysqlWriter } from './mysql-writer.ts';
import { openSqlite } from './sqlite.ts';
import { sqliteFile } from './sqlite-files.ts';

/** One batch commits at a time; the second connection is ready when the first one has to reconnect. */
const writerConnections = 2;

/**
 * @param url - null for SQLite.
 * @param patient - no time limit on statements, for migrations and other jobs.
 */
export async function openDatabase(url: string | null, dataDir: string, patient = false): Promise<OpenDatabase> {
  if (url === null) return openSqlite(dataDir, patient);
  return { ...openMysql(url, patient), openWriter: () => createMysqlWriter(poolOptions(url, writerConnections)) };
}

/** For jobs that need an existing database: opening would create an empty one. @throws Error when there is no SQLite file */
export function requireDatabase(url: string | null, dataDir: string): void {
  if (url === null && !existsSync(sqliteFile(dataDir))) {
    throw new Error(`there is no SQLite file in ${dataDir}. Check DATA_DIR.`);
  }
}

/** Runs a job without time limits on its statements. @throws Error that names the setting to check, when there is no usable database */
export async function withDatabase<T>(
  url: string | null,
  dataDir: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(url, dataDir, true);
  try {
    return await work(database);
  } catch (error) {
    if (isMissingTable(error)) throw new Error(`${nameOf(url, dataDir)} holds no tables of Duologue. ${check(url)}`);
    // The driver's own message only says that no connection came in time.
    throw toRefusal(error) instanceof Refusal ? new Error(`${unreachable(url, dataDir)} ${check(url)}`) : error;
  } finally {
    await database.client.$disconnect();
  }
}

function nameOf(url: string | null, dataDir: string): string {
  if (url === null) return `the SQLite file in ${dataDir}`;
  const { host, pathname } = new URL(url);
  return `the database ${pathname.slice(1)} at ${host}`;
}

const unreachable = (url: string | null, dataDir: string) =>
  `${nameOf(url, dataDir)} ${url === null ? 'cannot be written' : 'does not answer, or refuses the user and password'}.`;

const check = (url: string | null) => `Check ${url === null ? 'DATA_DIR' : 'DATABASE_URL'}.`;
