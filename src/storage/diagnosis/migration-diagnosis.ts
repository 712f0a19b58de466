/** Compares the migrations of a database with those of this version. */
import { advice, type Diagnosis, wrong } from '../../policy/diagnosis.ts';
import { migrationNames } from '../database/migrations.ts';

export interface MigrationRow {
  name: string;
  finished: boolean;
}

export function diagnoseMigrations(applied: readonly MigrationRow[]): Diagnosis[] {
  const known = migrationNames('migrations');
  const newer = applied.filter(({ name }) => !known.includes(name));
  const unfinished = applied.filter(({ finished }) => !finished);
  const pending = known.filter((name) => !applied.some((row) => row.name === name));
  const list = (rows: readonly MigrationRow[]) => rows.map(({ name }) => name).join(', ');
  return [
    ...(newer.length === 0
      ? []
      : [
          wrong(
            'migrations.newer',
            `A newer version has changed the tables: ${list(newer)}.`,
            'This version refuses to start.',
            'Run the newer version, or restore a backup of this one.',
          ),
        ]),
    ...(unfinished.length === 0
      ? []
      : [
          wrong(
            'migrations.unfinished',
            `A migration has not been finished: ${list(unfinished)}.`,
            'No node starts.',
            'Restore a backup, or mend the tables and remove its row from _prisma_migrations.',
          ),
        ]),
    ...(pending.length === 0
      ? []
      : [
          advice(
            'migrations.pending',
            `Migrations are pending: ${pending.join(', ')}.`,
            'The tables are those of an older version.',
            'Start a node, or run duologue migrate.',
          ),
        ]),
  ];
}
