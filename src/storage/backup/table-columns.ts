/** The tables of the database with their columns and keys, as the database itself describes them. */

/** How a value is written in a backup: times as ISO 8601, bytes as base64. */
export type ColumnKind = 'text' | 'number' | 'time' | 'bytes';

export interface Column {
  name: string;
  kind: ColumnKind;
}

export interface Table {
  name: string;
  /** Without generated columns: the database derives them again. */
  columns: Column[];
  /** The primary key, which gives the order of the rows. */
  key: string[];
}

/** A column as both databases describe it. `keyPlace` is 0 outside of the primary key. */
export interface ColumnRow {
  table: string;
  name: string;
  type: string;
  keyPlace: number;
}

/**
 * The record of migrations is in the header of a backup, a challenge is worthless after minutes, an export after a
 * day, and nodes make the index of messages again.
 */
const leftOut = new Set(['_prisma_migrations', 'Challenge', 'Export', 'SearchSegment', 'SearchProgress']);

export function tablesOf(rows: readonly ColumnRow[]): Table[] {
  const names = [...new Set(rows.map(({ table }) => table))].filter((name) => !leftOut.has(name));
  return names.sort().map((name) => {
    const own = rows.filter(({ table }) => table === name);
    const key = own.filter(({ keyPlace }) => keyPlace > 0).sort((a, b) => a.keyPlace - b.keyPlace);
    return {
      name,
      columns: own.map((column) => ({ name: column.name, kind: kindOf(column.type) })),
      key: key.map((column) => column.name),
    };
  });
}

function kindOf(type: string): ColumnKind {
  if (/datetime/i.test(type)) return 'time';
  if (/blob|binary/i.test(type)) return 'bytes';
  return /int/i.test(type) ? 'number' : 'text';
}
