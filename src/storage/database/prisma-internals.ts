/** Reaches into Prisma where its public surface does not: the types of the two clients, and the promises of its calls. */
import type { Prisma, PrismaClient } from '../generated/mysql/client.ts';
import type { PrismaClient as SqliteClient } from '../generated/sqlite/client.ts';

/** Both clients come from the same models, and their types differ only in name. */
export const asMysqlClient = (client: SqliteClient): PrismaClient => client as unknown as PrismaClient;

type Transaction = unknown;
type Run<T> = (transaction?: Transaction) => PromiseLike<T>;

/**
 * Replaces the promises of Prisma's calls. Those of Prisma 7.10 have a getter, for which V8 keeps the result of the call until
 * it collects the whole heap: with 100 rows a call, a collection of the young generation took 6 ms instead of 0.6
 * (docs/performance.md). Calls in a transaction stay as they are.
 */
export function withLeanPromises(client: PrismaClient): PrismaClient {
  return Object.assign(client, { _createPrismaPromise: leanPromise });
}

/** Starts its call when its result is asked for first, and once. */
function leanPromise<T>(run: Run<T>, spec?: unknown): Prisma.PrismaPromise<T> {
  let started: Promise<T> | undefined;
  const start = () => {
    started ??= startOf(run);
    return started;
  };
  const promise: Prisma.PrismaPromise<T> & Record<'spec' | 'requestTransaction', unknown> = {
    spec,
    // biome-ignore lint/suspicious/noThenProperty: a call of Prisma is awaited before it starts.
    then: (onResult, onFailure) => start().then(onResult, onFailure),
    catch: (onFailure) => start().catch(onFailure),
    finally: (onEnd) => start().finally(onEnd),
    // For `$transaction([…])`.
    requestTransaction: (transaction: Transaction) => startOf(() => run(transaction)),
    [Symbol.toStringTag]: 'PrismaPromise',
  };
  return promise;
}

/** A call that throws at once rejects, too. */
function startOf<T>(run: Run<T>): Promise<T> {
  try {
    return Promise.resolve(run());
  } catch (error) {
    return Promise.reject(error);
  }
}
