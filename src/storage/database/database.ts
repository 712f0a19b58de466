/** The database as the stores use it: its client, dialect and transactions. */

import type { PrismaClient } from '../generated/mysql/client.ts';
import type { Dialect } from './dialect.ts';
import type { Writer } from './writer.ts';

export interface Database {
  client: PrismaClient;
  dialect: Dialect;
}

export interface OpenDatabase extends Database {
  /**
   * Opens a writer; the tables must exist.
   * @param lockSeconds - the longest wait for a row on MySQL.
   */
  openWriter(lockSeconds?: number): Writer;
}

/** The client inside a transaction. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/**
 * Prisma's time limit on a transaction in milliseconds. It must never fire, so it exceeds the connection's limits together:
 * a transaction that Prisma gives up may still run a statement outside of it (prisma/orm#29762).
 */
const transactionTimeout = 15_000;

/** Runs the work in one transaction: either all of it is committed or nothing. */
export function transact<T>({ client, dialect }: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const isolation = dialect.isolation ? { isolationLevel: dialect.isolation } : {};
  return client.$transaction(work, { timeout: transactionTimeout, ...isolation });
}

/** A list of `count` placeholders, or of `count` groups of `width` placeholders. */
export function placeholders(count: number, width?: number): string {
  const one = width === undefined ? '?' : `(${placeholders(width)})`;
  return Array(count).fill(one).join(', ');
}
