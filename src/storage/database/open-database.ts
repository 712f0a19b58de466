/** Opens the database, MySQL or SQLite, and the writer of messages. */
import { existsSync } from 'node:fs';
import { OperatorError } from '../../policy/exit-codes.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Database, OpenDatabase } from './database.ts';
import { isMissingTable, toRefusal } from './database-faults.ts';
import { describeDatabase } from './database-name.ts';
import { openMysql, poolOptions } from './mysql.ts';
import { mysqlFault } from './mysql-faults.ts';
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
  const openWriter: OpenDatabase['openWriter'] = (lockSeconds) =>
    createMysqlWriter(poolOptions(url, writerConnections), lockSeconds);
  return { ...openMysql(url, patient), openWriter };
}

/** For jobs that need an existing database: opening would create an empty one. @throws Error when there is no SQLite file */
export function requireDatabase(url: string | null, dataDir: string): void {
  if (url === null && !existsSync(sqliteFile(dataDir))) {
    throw new OperatorError(
      'unreachable',
      `There is no SQLite file in ${dataDir}. Check DATA_DIR, or set DATABASE_URL.`,
    );
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
    if (isMissingTable(error)) {
      const { text } = describeDatabase({ databaseUrl: url, dataDir });
      throw new OperatorError('unreachable', `There are no tables of Duologue in the ${text}. Check ${setting(url)}.`);
    }
    throw url === null ? sqliteFault(error, dataDir) : await mysqlFault(error, url);
  } finally {
    await database.client.$disconnect();
  }
}

function sqliteFault(error: unknown, dataDir: string): unknown {
  if (!(toRefusal(error) instanceof Refusal)) return error;
  return new OperatorError('unreachable', `The SQLite file in ${dataDir} cannot be written. Check DATA_DIR.`);
}

const setting = (url: string | null) => (url === null ? 'DATA_DIR' : 'DATABASE_URL');
