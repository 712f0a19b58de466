/** Opens the database of either shape, and what writes messages to it. */
import { existsSync } from 'node:fs';
import { Refusal } from '../../protocol/refusals.ts';
import type { Database } from './database.ts';
import { isMissingTable, toRefusal } from './database-faults.ts';
import { openMysql, poolOptions } from './mysql.ts';
import { createMysqlWriter } from './mysql-writer.ts';
import { openSqlite, sqliteFile } from './sqlite.ts';
import { createSqliteWriter } from './sqlite-writer.ts';
import type { Writer } from './writer.ts';

/** One batch is under way at a time; the second connection is there when the first has to be made anew. */
const writerConnections = 2;

/**
 * @param url - null for the embedded shape.
 * @param patient - for migrations, whose statements may take longer than a request would wait.
 */
export async function openDatabase(url: string | null, dataDir: string, patient = false): Promise<Database> {
  return url === null ? openSqlite(dataDir) : openMysql(url, patient);
}

/** @param url - as above. The tables are there by now. */
export function openWriter(url: string | null, dataDir: string): Writer {
  return url === null
    ? createSqliteWriter(sqliteFile(dataDir))
    : createMysqlWriter(poolOptions(url, writerConnections));
}

/** For a job that is nothing without one: opening would make an empty one. @throws Error when there is no SQLite file */
export function requireDatabase(url: string | null, dataDir: string): void {
  if (url === null && !existsSync(sqliteFile(dataDir))) {
    throw new Error(`there is no SQLite file in ${dataDir}. Check DATA_DIR.`);
  }
}

/** For a job beside the nodes, which may take its time. @throws Error that names the setting to look at, when it is no database of ours */
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
    // The driver only says that no connection came in time.
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
