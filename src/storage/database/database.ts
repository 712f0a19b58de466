/** What the stores work on: connections, the dialect, transactions. */

import type { PrismaClient } from '../generated/mysql/client.ts';
import type { Dialect } from './dialect.ts';

export interface Database {
  client: PrismaClient;
  dialect: Dialect;
}

/** What a transaction's body may use. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/**
 * Longer than all statements of a transaction may take by the connection's own limit, in milliseconds: it must not fire.
 * A transaction that Prisma gives up may still run a statement afterwards, outside of it (prisma/orm#29762).
 */
const transactionTimeout = 15_000;

/** Runs the work in one transaction: all of it is committed, or nothing. */
export function transact<T>({ client, dialect }: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const isolation = dialect.isolation ? { isolationLevel: dialect.isolation } : {};
  return client.$transaction(work, { timeout: transactionTimeout, ...isolation });
}

/** A list of `count` placeholders, or of groups of `width` placeholders, for a statement with many values. */
export function placeholders(count: number, width?: number): string {
  const one = width === undefined ? '?' : `(${placeholders(width)})`;
  return Array(count).fill(one).join(', ');
}
