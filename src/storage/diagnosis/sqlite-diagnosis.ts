/** Examines the SQLite file: its content, its migrations, its place. */
import { existsSync, statfsSync, statSync } from 'node:fs';
import { advice, type Diagnosis, wrong } from '../../policy/diagnosis.ts';
import { sqliteFile } from '../database/sqlite-files.ts';
import { openHandle } from '../database/sqlite-handle.ts';
import { diagnoseMigrations } from './migration-diagnosis.ts';

/** Less free space than this lets the file grow for a short time only, in bytes. */
const roomMin = 512 * 1_024 ** 2;

/** A missing file is advice: the first start of a node creates it. */
export function diagnoseSqlite(dataDir: string): Diagnosis[] {
  const file = sqliteFile(dataDir);
  if (!existsSync(file)) {
    return [
      advice(
        'database.none',
        `There is no SQLite file in ${dataDir}.`,
        'A node that starts here creates a new, empty database.',
        'If you expected data, check DATA_DIR, or set DATABASE_URL.',
      ),
    ];
  }
  return [...diagnoseMode(file), ...diagnoseRoom(dataDir), ...diagnoseContent(file)];
}

function diagnoseMode(file: string): Diagnosis[] {
  const others = statSync(file).mode & 0o077;
  if (others === 0) return [];
  return [
    wrong(
      'files.mode',
      `Other users of this machine may use ${file}.`,
      'They can read every message.',
      `chmod 600 ${file}`,
    ),
  ];
}

function diagnoseRoom(dataDir: string): Diagnosis[] {
  const { bavail, bsize } = statfsSync(dataDir);
  const mebibytes = Math.floor((bavail * bsize) / 1_024 ** 2);
  if (bavail * bsize >= roomMin) return [];
  return [
    wrong(
      'disk.full',
      `The disk of ${dataDir} has ${mebibytes} MiB left.`,
      'When it is full, no message is stored.',
      'Free space, or move DATA_DIR.',
    ),
  ];
}

function diagnoseContent(file: string): Diagnosis[] {
  try {
    const handle = openHandle(file);
    try {
      const { rows } = handle.run('PRAGMA quick_check(1)');
      const damage = rows.flat().filter((text) => text !== 'ok');
      if (damage.length > 0) return [damaged(file, `${damage[0]}`)];
      const sql =
        'SELECT `migration_name`, `finished_at` IS NOT NULL FROM `_prisma_migrations` WHERE `rolled_back_at` IS NULL';
      const applied = handle
        .run(sql)
        .rows.map(([name, finished]) => ({ name: `${name}`, finished: Number(finished) === 1 }));
      return diagnoseMigrations(applied);
    } finally {
      handle.close();
    }
  } catch (error) {
    return [damaged(file, (error as Error).message)];
  }
}

const damaged = (file: string, reason: string) =>
  wrong('database.damaged', `${file} cannot be read (${reason}).`, 'No node can use it.', 'Restore a backup.');
