/** Migrates the database to this version's tables: plain SQL in Prisma's folders, recorded in Prisma's own table. */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { OperatorError } from '../../policy/exit-codes.ts';
import { type Database, placeholders, type Transaction } from './database.ts';

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

const prismaFolder = new URL('../../../prisma/', import.meta.url);

/** The same table that `prisma migrate deploy` creates, so that each of the two sees the other's migrations. */
const recordTable = `CREATE TABLE IF NOT EXISTS \`_prisma_migrations\` (
  \`id\` VARCHAR(36) NOT NULL PRIMARY KEY,
  \`checksum\` VARCHAR(64) NOT NULL,
  \`finished_at\` DATETIME(3),
  \`migration_name\` VARCHAR(255) NOT NULL,
  \`logs\` TEXT,
  \`rolled_back_at\` DATETIME(3),
  \`started_at\` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  \`applied_steps_count\` INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;
const columns = ['id', 'checksum', 'migration_name', 'started_at', 'finished_at', 'applied_steps_count'];

/**
 * Applies the missing migrations, one process at a time; answers their names.
 * @param only - the migrations to apply, for rows of an earlier time; by default all.
 * @throws Error when an applied migration has changed since, one has failed half-way, or a newer version applied one.
 */
export function migrate({ client, dialect }: Database, only?: ReadonlySet<string>): Promise<string[]> {
  const work = async (tx: Transaction): Promise<string[]> => {
    if (dialect.migrationLock) await acquire(tx, dialect.migrationLock.acquire);
    try {
      return await applyMissing(tx, dialect.migrations, only);
    } finally {
      if (dialect.migrationLock) await tx.$queryRawUnsafe(dialect.migrationLock.release);
    }
  };
  return client.$transaction(work, { timeout: 600_000, maxWait: 10_000 });
}

async function acquire(tx: Transaction, sql: string): Promise<void> {
  const [row] = await tx.$queryRawUnsafe<{ locked: number | bigint | null }[]>(sql);
  if (Number(row?.locked) !== 1) throw new Error('Another process has been migrating this database for two minutes.');
}

async function applyMissing(tx: Transaction, folder: string, only?: ReadonlySet<string>): Promise<string[]> {
  // SQLite's CURRENT_TIMESTAMP takes no precision.
  await tx.$executeRawUnsafe(folder === 'migrations' ? recordTable : recordTable.replaceAll(/\(3\)/g, ''));
  const rows = await tx.$queryRawUnsafe<{ migration_name: string; checksum: string; finished_at: Date | null }[]>(
    'SELECT `migration_name`, `checksum`, `finished_at` FROM `_prisma_migrations` WHERE `rolled_back_at` IS NULL',
  );
  const applied = new Map(rows.map((row) => [row.migration_name, row]));
  const migrations = readMigrations(folder);
  refuseNewer([...applied.keys()]);
  const names: string[] = [];
  for (const migration of migrations.filter(({ name }) => only?.has(name) ?? true)) {
    const row = applied.get(migration.name);
    if (!row) {
      await apply(tx, migration);
      names.push(migration.name);
    } else if (!row.finished_at) {
      throw new Error(
        `Migration ${migration.name} has failed before it was finished: mend the tables, then remove its row from _prisma_migrations.`,
      );
    } else if (row.checksum !== migration.checksum) {
      throw new Error(`Migration ${migration.name} was changed after it had been applied.`);
    }
  }
  return names;
}

/**
 * An older version would ignore newer columns, such as those that keep a user out.
 * @throws OperatorError when a newer version of Duologue has applied one of these migrations
 */
export function refuseNewer(applied: readonly string[]): void {
  const known = new Set(migrationNames('migrations'));
  const newer = applied.filter((name) => !known.has(name));
  if (newer.length === 0) return;
  throw new OperatorError(
    'newer',
    `This database belongs to a newer version of Duologue: this version does not know its migration ${newer.join(', ')}. ` +
      'Start the newer version, or restore a backup that the older version made.',
  );
}

/** @throws OperatorError as `refuseNewer`; Error of the database when it has no tables of Duologue */
export async function refuseNewerDatabase({ client }: Database): Promise<void> {
  const rows = await client.$queryRawUnsafe<{ migration_name: string }[]>(
    'SELECT `migration_name` FROM `_prisma_migrations` WHERE `rolled_back_at` IS NULL',
  );
  refuseNewer(rows.map(({ migration_name }) => migration_name));
}

async function apply(tx: Transaction, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  const insert = `INSERT INTO \`_prisma_migrations\` (${columns.join(', ')}) VALUES ${placeholders(1, columns.length)}`;
  await tx.$executeRawUnsafe(insert, id, checksum, name, new Date(), null, 0);
  for (const statement of statementsOf(sql)) await tx.$executeRawUnsafe(statement);
  const finish = 'UPDATE `_prisma_migrations` SET `finished_at` = ?, `applied_steps_count` = 1 WHERE `id` = ?';
  await tx.$executeRawUnsafe(finish, new Date(), id);
}

/** The names of this version's migrations; the same for both databases. */
export const migrationNames = (folder: string) => readMigrations(folder).map(({ name }) => name);

function readMigrations(folder: string): Migration[] {
  const url = new URL(`${folder}/`, prismaFolder);
  const names = readdirSync(url, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(`${name}/migration.sql`, url), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/** The statements of a migration: each ends with a semicolon at the end of a line. */
function statementsOf(sql: string): string[] {
  return sql
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
