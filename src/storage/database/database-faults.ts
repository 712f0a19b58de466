/** Classifies errors of the database: the only place that knows its error codes. */
import { setTimeout as wait } from 'node:timers/promises';
import { deadlines, withDeadline } from '../../policy/deadlines.ts';
import { Refusal } from '../../protocol/refusals.ts';

interface DatabaseFault extends Error {
  /** The code of Prisma, SQLite or the MariaDB driver. */
  code?: string;
  meta?: { driverAdapterError?: { cause?: DriverCause } };
  cause?: DriverCause;
  /** MySQL's number, where the driver throws without Prisma. */
  errno?: number;
  /** SQLite's number. */
  rawCode?: number;
}
interface DriverCause {
  kind?: string;
  originalCode?: string;
}

/**
 * A lost race for rows (1020, 1205, 1213, MySQL's 3572), or a transaction that one closed: a retry may succeed. The
 * connection to SQLite waits for locks itself.
 */
const contention = new Set(['1020', '1205', '1213', '3572', 'P2034']);

/** The server refused the statement itself: a retry cannot succeed. */
const defects = new Set(['P2000', 'P2002', 'P2003', 'P2011', 'P2025', '1062', '1064', '1146', '1054', '1406', '1366']);

export function codesOf(error: unknown): string[] {
  const { code, meta, cause, errno, rawCode }: DatabaseFault = Object(error);
  const driver = meta?.driverAdapterError?.cause ?? cause;
  return [code, driver?.originalCode, driver?.kind, errno, rawCode].filter((found) => found !== undefined).map(String);
}

export function isContention(error: unknown): boolean {
  return codesOf(error).some((code) => contention.has(code));
}

export function isDuplicateKey(error: unknown): boolean {
  return codesOf(error).some((code) => ['P2002', '1062', '1555', '2067', 'UniqueConstraintViolation'].includes(code));
}

export function isMissingTable(error: unknown): boolean {
  return codesOf(error).includes('1146') || /no such table/.test((error as Error).message);
}

export function isMissingColumn(error: unknown): boolean {
  return codesOf(error).includes('1054') || /no such column/.test((error as Error).message);
}

/** The driver wraps errors of Node.js as causes. */
export function chainOf(error: unknown): unknown[] {
  const { cause } = Object(error);
  return cause instanceof Error ? [error, ...chainOf(cause)] : [error];
}

/** The error for the engine: `unavailable` where a retry may succeed, the error itself where it is a defect. */
export function toRefusal(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const codes = codesOf(error);
  const fromDatabase = (error as Error)?.name?.startsWith('Prisma') || codes.length > 0;
  if (
    !fromDatabase ||
    codes.some((code) => defects.has(code)) ||
    (error as Error).name === 'PrismaClientValidationError'
  ) {
    return error;
  }
  return unavailable();
}

const unavailable = () =>
  new Refusal('unavailable', 'The database cannot be reached right now. Try again in a moment.');

export type OnUnavailable = (error: unknown) => void;

/**
 * A store whose calls end in time and reject with a refusal instead of the database's errors.
 * @param onUnavailable - called with the database's error when a call is refused as `unavailable`.
 */
export function guardStore<T extends object>(store: T, onUnavailable: OnUnavailable): T {
  const guarded = Object.entries(store).map(([name, call]) => [
    name,
    async (...args: unknown[]) => {
      try {
        // The waits for a connection and for its answer have limits of their own, which together are too long.
        return await withDeadline(call(...args), deadlines.store);
      } catch (error) {
        const refusal = toRefusal(error);
        if (refusal instanceof Refusal && refusal.code === 'unavailable') onUnavailable(error);
        throw refusal;
      }
    },
  ]);
  return Object.fromEntries(guarded);
}

/** Retries work that lost a race for rows, after a random and growing wait that separates two losers. */
export async function retryContention<T>(work: () => Promise<T>, tries = 4): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === tries || !(isContention(error) || isDuplicateKey(error))) throw error;
      await wait(Math.random() * 10 * 2 ** attempt);
    }
  }
}
