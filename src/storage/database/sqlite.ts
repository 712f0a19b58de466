/** Opens the embedded database, one SQLite file in the data directory. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaClient } from '../generated/sqlite/client.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import { asMysqlClient } from './prisma-internals.ts';

const dialect: Dialect = {
  insertIgnore: 'INSERT OR IGNORE INTO',
  lockFreeRows: '', // SQLite has one writer at a time: no other transaction holds rows.
  lockShared: '',
  time: (offsetMs) => `strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '${(offsetMs / 1_000).toFixed(3)} seconds')`,
  secondOf: (time) => `CAST(strftime('%s', ${time}) AS INTEGER)`,
  isolation: null,
  migrationLock: null,
  migrations: 'sqlite/migrations',
};

/** The longest wait of a statement for another process that writes the file, in milliseconds. */
const busyTimeoutMs = 2_000;

export const sqliteFile = (dataDir: string) => join(dataDir, 'duologue.sqlite');

/** @throws Error that names the folder, when it cannot be created or its file is no database. */
export async function openSqlite(dataDir: string): Promise<Database> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const url = pathToFileURL(sqliteFile(dataDir)).href;
    const client = new PrismaClient({ adapter: new PrismaLibSql({ url, timeout: busyTimeoutMs }) });
    // With WAL, readers and the writer do not wait for each other. The default `synchronous=FULL` makes commits durable.
    await client.$queryRawUnsafe('PRAGMA journal_mode = WAL');
    return { client: asMysqlClient(client), dialect };
  } catch (error) {
    const reason = (error as Error).message.trim().split('\n').at(-1);
    throw new Error(`the SQLite file in ${dataDir} cannot be opened (${reason}). Check DATA_DIR.`);
  }
}
