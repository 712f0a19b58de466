/** Opens the embedded database: one SQLite file in the data directory, and its dialect. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { PrismaClient } from '../generated/mysql/client.ts';
import { PrismaClient as SqliteClient } from '../generated/sqlite/client.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';

const dialect: Dialect = {
  insertIgnore: 'INSERT OR IGNORE INTO',
  lockFreeRows: '', // One writer at a time: there is nobody to pass over.
  lockShared: '',
  time: (offsetMs) => `strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '${(offsetMs / 1_000).toFixed(3)} seconds')`,
  secondOf: (time) => `CAST(strftime('%s', ${time}) AS INTEGER)`,
  isolation: null,
  migrationLock: null,
  migrations: 'sqlite/migrations',
};

/** How long a statement waits for another process that writes the file, in milliseconds. */
const busyTimeoutMs = 2_000;

export const sqliteFile = (dataDir: string) => join(dataDir, 'duologue.sqlite');

/** @throws Error that names the folder, when there can be none or the file in it is no database. */
export async function openSqlite(dataDir: string): Promise<Database> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const url = pathToFileURL(sqliteFile(dataDir)).href;
    const client = new SqliteClient({ adapter: new PrismaLibSql({ url, timeout: busyTimeoutMs }) });
    // Readers and the writer do not wait for each other. SQLite's default `synchronous=FULL` makes every commit durable.
    await client.$queryRawUnsafe('PRAGMA journal_mode = WAL');
    // Both clients are made from the same models; their types differ in name alone.
    return { client: client as unknown as PrismaClient, dialect };
  } catch (error) {
    const reason = (error as Error).message.trim().split('\n').at(-1);
    throw new Error(`the SQLite file in ${dataDir} cannot be opened (${reason}). Check DATA_DIR.`);
  }
}
