/** The database of either shape: opened, asked whether it answers, closed. */
import type { Dialect } from './dialect.ts';
import type { PrismaClient } from './generated/mysql/client.ts';
import { openMysql } from './mysql.ts';
import { openSqlite } from './sqlite.ts';

export interface Database {
  client: PrismaClient;
  dialect: Dialect;
}

/** What a transaction's body may use. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/**
 * @param url - null for the embedded shape.
 * @param patient - for migrations, whose statements may take longer than a request would wait.
 */
export async function openDatabase(url: string | null, dataDir: string, patient = false): Promise<Database> {
  return url === null ? openSqlite(dataDir) : openMysql(url, patient);
}

/** A list of `count` placeholders, or of groups of `width` placeholders, for a statement with many values. */
export function placeholders(count: number, width?: number): string {
  const one = width === undefined ? '?' : `(${placeholders(width)})`;
  return Array(count).fill(one).join(', ');
}
