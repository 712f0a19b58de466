/** Names the kinds of faults of the database, for the metric of its errors. */
import { chainOf, codesOf, isContention } from './database-faults.ts';
import { primaryCode } from './sqlite-fault.ts';

/** The codes of MySQL, of its driver, of Prisma and of the operating system. */
const kinds = {
  refused: ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'],
  unknown_host: ['ENOTFOUND', 'EAI_AGAIN'],
  lost: ['ECONNRESET', 'EPIPE', '45009', '45013', '45004', '1053', '1927', '2006', '2013', 'P1017'],
  access: ['1044', '1045', '1049', '1129', '1130', '1142', '1143', '1227', '1251', '1370', '1698'],
  too_many_connections: ['1040', '1203', '1226'],
  read_only: ['1290', '1792', '1836'],
  full: ['ENOSPC', '1021', '1114', '1041'],
  timed_out: ['ETIMEDOUT', '45012', '45026', '45028', '1969', '3024', 'P1008', 'P2024', 'P2028'],
} as const satisfies Record<string, readonly string[]>;

/** By the primary result code of SQLite. */
const ofSqlite: Readonly<Record<number, DatabaseFaultKind>> = {
  5: 'locked',
  6: 'locked',
  8: 'read_only',
  10: 'damaged',
  11: 'damaged',
  13: 'full',
  14: 'access',
  26: 'damaged',
};

export type DatabaseFaultKind = keyof typeof kinds | 'locked' | 'damaged' | 'other';

/** A refusal is a call that took too long: no error of the database says so. */
export function databaseFaultKind(error: unknown): DatabaseFaultKind {
  const chain = chainOf(error);
  const codes = chain.flatMap(codesOf);
  const sqlite = sqliteCodeOf(codes);
  if (sqlite !== null) return ofSqlite[primaryCode(sqlite)] ?? 'other';
  if (chain.some(isContention)) return 'locked';
  const known = (Object.keys(kinds) as (keyof typeof kinds)[]).find((kind) =>
    kinds[kind].some((code) => codes.includes(code)),
  );
  return known ?? (codes.includes('unavailable') ? 'timed_out' : 'other');
}

/** Prisma hands on the codes of both databases in one field; those of MySQL begin at 1000. */
function sqliteCodeOf(codes: readonly string[]): number | null {
  const numbers = codes.map(Number).filter((code) => code > 0);
  const isSqlite = codes.includes('SQLITE') || codes.includes('sqlite');
  return numbers.find((code) => isSqlite || code < 1_000) ?? null;
}
