/** Opens the database of either shape, and what writes messages to it. */
import type { Database } from './database.ts';
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
