/** What a failure of the database means: the one place that knows its error codes. */
import { setTimeout as wait } from 'node:timers/promises';
import { deadlines, withDeadline } from '../../policy/deadlines.ts';
import { Refusal } from '../../protocol/refusals.ts';

interface DatabaseFault extends Error {
  /** Prisma's, libSQL's or the MariaDB driver's own name for it. */
  code?: string;
  meta?: { driverAdapterError?: { cause?: DriverCause } };
  cause?: DriverCause;
  /** MySQL's number, where the driver throws straight. */
  errno?: number;
  /** SQLite's. */
  rawCode?: number;
}
interface DriverCause {
  kind?: string;
  originalCode?: string;
}

/** Lost a race for rows (1020, 1205, 1213, MySQL's 3572), or the transaction was closed by one: the same statements may succeed now. */
const contention = new Set(['1020', '1205', '1213', '3572', 'P2034', 'SQLITE_BUSY', '5', '517']);

/** The server answered, and refused what was asked as such: nothing that waiting mends. */
const ours = new Set(['P2000', 'P2002', 'P2003', 'P2011', 'P2025', '1062', '1064', '1146', '1054', '1406', '1366']);

function codesOf(error: unknown): string[] {
  const { code, meta, cause, errno, rawCode } = error as DatabaseFault;
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

/** A failure as the engine knows it: `unavailable` where waiting may mend it, itself where it is a defect of ours. */
export function toRefusal(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const codes = codesOf(error);
  const fromDatabase = (error as Error)?.name?.startsWith('Prisma') || codes.length > 0;
  if (
    !fromDatabase ||
    codes.some((code) => ours.has(code)) ||
    (error as Error).name === 'PrismaClientValidationError'
  ) {
    return error;
  }
  return unavailable();
}

const unavailable = () =>
  new Refusal('unavailable', 'The database cannot be reached right now. Try again in a moment.');

/** A store whose every call ends in time, and fails with a refusal the engine knows. */
export function guardStore<T extends object>(store: T): T {
  const guarded = Object.entries(store).map(([name, call]) => [
    name,
    async (...args: unknown[]) => {
      try {
        // Waiting for a connection and then for its answer may each take its time limit; together they are too long.
        return await withDeadline(call(...args), deadlines.store);
      } catch (error) {
        throw toRefusal(error);
      }
    },
  ]);
  return Object.fromEntries(guarded);
}

/** Runs the work again when it lost a race for rows; each wait is longer and random, so that two losers part. */
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
