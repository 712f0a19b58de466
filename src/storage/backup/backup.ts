/** Backs a live database up into one file. */
import { OperatorError } from '../../policy/exit-codes.ts';
import { refuseNewer } from '../database/migrations.ts';
import { requireDatabase } from '../database/open-database.ts';
import type { StorageOptions } from '../stores.ts';
import { type BackupEnd, type BackupLine, backupFormat, type Value, writeBackup } from './backup-file.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';
import type { Column, Table } from './table-columns.ts';

export interface BackupOptions extends StorageOptions {
  file: string;
  version: string;
  secrets: string[] | null;
}

/** Rows in memory at a time. */
const pageSize = 200;

/** @throws OperatorError when the database cannot be read, or the file cannot be written */
export async function backUp(options: BackupOptions): Promise<BackupEnd> {
  const { file, version, secrets } = options;
  requireDatabase(options.databaseUrl, options.dataDir);
  const snapshot = await openSnapshot(options);
  try {
    const { migrations } = snapshot;
    if (migrations.length === 0) throw new OperatorError('unreachable', 'There are no tables of Duologue to back up.');
    refuseNewer(migrations);
    const header = { format: backupFormat, version, createdAt: new Date().toISOString(), migrations, secrets };
    return await writeBackup(file, header, linesOf(snapshot));
  } finally {
    await snapshot.close();
  }
}

async function* linesOf(snapshot: Snapshot): AsyncGenerator<BackupLine> {
  for (const table of snapshot.tables) {
    yield { table: table.name, columns: table.columns };
    yield* rowsOf(snapshot, table);
  }
}

async function* rowsOf({ query }: Snapshot, table: Table): AsyncGenerator<Value[]> {
  const keyPlaces = table.key.map((name) => table.columns.findIndex((column) => column.name === name));
  let last: unknown[] | null = null;
  for (;;) {
    const page: unknown[][] = await query(pageSql(table, last !== null), last === null ? [] : afterValues(last));
    for (const row of page) yield row.map((value, index) => toBackup(value, table.columns[index] as Column));
    if (page.length < pageSize) return;
    last = keyPlaces.map((place) => page.at(-1)?.[place]);
  }
}

/** Pages follow the primary key: their cost does not grow with the table. */
function pageSql({ name, columns, key }: Table, continues: boolean): string {
  const quoted = key.map((column) => `\`${column}\``);
  const beyond = quoted.map((column, index) => {
    const same = quoted.slice(0, index).map((earlier) => `${earlier} = ?`);
    return `(${[...same, `${column} > ?`].join(' AND ')})`;
  });
  const where = continues ? `WHERE ${beyond.join(' OR ')}` : '';
  const list = columns.map((column) => `\`${column.name}\``).join(', ');
  return `SELECT ${list} FROM \`${name}\` ${where} ORDER BY ${quoted.join(', ')} LIMIT ${pageSize}`;
}

const afterValues = (last: readonly unknown[]) => last.flatMap((_, index) => last.slice(0, index + 1));

function toBackup(value: unknown, { kind }: Column): Value {
  if (value === null || value === undefined) return null;
  if (kind === 'bytes') return Buffer.from(value as Uint8Array).toString('base64');
  if (kind === 'number') return Number(value);
  return kind === 'time' ? toIso(`${value}`) : `${value}`;
}

/** MySQL answers times without a zone: they are UTC. */
function toIso(time: string): string {
  const hasZone = /(Z|[+-]\d\d:\d\d)$/.test(time);
  return new Date(hasZone ? time : `${time.replace(' ', 'T')}Z`).toISOString();
}
