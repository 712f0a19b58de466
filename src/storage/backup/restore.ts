/** Restores a backup into an empty place, of either shape. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../../policy/exit-codes.ts';
import { type Database, placeholders } from '../database/database.ts';
import { migrate, migrationNames } from '../database/migrations.ts';
import { withDatabase } from '../database/open-database.ts';
import { sqliteFile } from '../database/sqlite-files.ts';
import { type FsckReport, fsck } from '../fsck/fsck.ts';
import type { StorageOptions } from '../stores.ts';
import { type BackupHeader, backupFormat, checkBackup, readBackup, type TableLine, type Value } from './backup-file.ts';
import type { Column } from './table-columns.ts';

export interface RestoreOptions extends StorageOptions {
  file: string;
  /** Leaves the sessions alive that were alive in the backup. */
  keepSessions: boolean;
}

export interface RestoreReport {
  header: BackupHeader;
  rows: Record<string, number>;
  fsck: FsckReport;
}

/** One statement holds at most so many rows, and about so many characters. */
const batch = { rows: 200, characters: 1_000_000 };

/** @throws OperatorError when the backup is damaged or newer, or the place is not empty */
export async function restore(options: RestoreOptions): Promise<RestoreReport> {
  const { header, end } = await checkBackup(options.file);
  refuseNewer(options.file, header);
  const report = options.databaseUrl === null ? restoreFile(options, header) : fill(options, header);
  return { header, rows: end.rows, fsck: await report };
}

function refuseNewer(file: string, { format, version, migrations }: BackupHeader): void {
  if (!Number.isInteger(format) || !Array.isArray(migrations)) {
    throw new OperatorError('failed', `${file} is no backup of Duologue. Nothing was changed.`);
  }
  const known = new Set(migrationNames('migrations'));
  if (format <= backupFormat && migrations.every((name) => known.has(name))) return;
  throw new OperatorError(
    'failed',
    `${file} was made by a newer version of Duologue (${version}). Restore it with that version.`,
  );
}

/** Fills a new file beside the place, and moves it there when it is whole. */
async function restoreFile(options: RestoreOptions, header: BackupHeader): Promise<FsckReport> {
  const { dataDir } = options;
  if (existsSync(sqliteFile(dataDir))) {
    throw new OperatorError('failed', `There is a database in ${dataDir} already. Restore into an empty DATA_DIR.`);
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(dataDir, 'restoring-'));
  try {
    const report = await fill({ ...options, dataDir: folder }, header);
    renameSync(sqliteFile(folder), sqliteFile(dataDir));
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(options: RestoreOptions, { migrations }: BackupHeader): Promise<FsckReport> {
  await withDatabase(options.databaseUrl, options.dataDir, async (database) => {
    await requireEmpty(database);
    // The rows have the columns of their time; later migrations then change tables and rows together.
    await migrate(database, new Set(migrations));
    await insertAll(database, options.file);
    await migrate(database);
    if (!options.keepSessions) await endSessions(database);
  });
  return fsck({ ...options, repair: false, onProgress: () => {} });
}

async function requireEmpty({ client, dialect }: Database): Promise<void> {
  const [row] = await client.$queryRawUnsafe<{ tables: number | bigint }[]>(dialect.countTables);
  if (Number(row?.tables) > 0) {
    throw new OperatorError('failed', 'The database is not empty. Restore into an empty one.');
  }
}

/** A session that ended after the backup was made must not come back to life. */
async function endSessions({ client, dialect }: Database): Promise<void> {
  await client.$executeRawUnsafe(`UPDATE \`Session\` SET \`endedAt\` = ${dialect.time(0)} WHERE \`endedAt\` IS NULL`);
}

async function insertAll(database: Database, file: string): Promise<void> {
  let table: TableLine | null = null;
  let rows: Value[][] = [];
  let characters = 0;
  const flush = async () => {
    if (table && rows.length > 0) await insert(database, table, rows);
    rows = [];
    characters = 0;
  };
  for await (const line of readBackup(file)) {
    if (!Array.isArray(line)) {
      await flush();
      table = line;
      continue;
    }
    rows.push(line);
    characters += JSON.stringify(line).length;
    if (rows.length >= batch.rows || characters >= batch.characters) await flush();
  }
  await flush();
}

async function insert({ client, dialect }: Database, { table, columns }: TableLine, rows: Value[][]): Promise<void> {
  const names = columns.map(({ name }) => `\`${name}\``).join(', ');
  const sql = `INSERT INTO \`${table}\` (${names}) VALUES ${placeholders(rows.length, columns.length)}`;
  const values = rows.flatMap((row) => row.map((value, index) => fromBackup(value, columns[index], dialect.timestamp)));
  await client.$executeRawUnsafe(sql, ...values);
}

function fromBackup(value: Value, column: Column | undefined, timestamp: (at: Date) => string): unknown {
  if (value === null) return null;
  if (column?.kind === 'bytes') return Buffer.from(`${value}`, 'base64');
  return column?.kind === 'time' ? timestamp(new Date(value)) : value;
}
