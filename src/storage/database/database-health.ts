/** Finds out whether the database stores, by a small write of its own, and reports each change once. */
import { deadlines, withDeadline } from '../../policy/deadlines.ts';
import type { Database } from './database.ts';
import { type DatabaseFaultKind, databaseFaultKind } from './database-fault-kinds.ts';
import { newId } from './row-ids.ts';

/** Receives the database's reason when it stops storing, and null when it stores again. */
export type OnDatabaseState = (fault: string | null) => void;

export interface DatabaseObserver {
  onState: OnDatabaseState;
  /** A call has failed or took too long. */
  onError?(kind: DatabaseFaultKind): void;
}

export interface DatabaseHealth {
  /** Settles when a write succeeds. @throws Error of the database, which may be read-only, full or away */
  check(): Promise<void>;
  /** A call of a store has failed: finds out whether the database still stores. */
  suspect(): void;
  close(): void;
}

/** The answer of one write holds for this long, in milliseconds: frequent checks cost the database little. */
const freshMs = 1_000;

/** While the database does not store, it is asked again after this many milliseconds. */
const againMs = 2_000;

export function createDatabaseHealth(database: Database, { onState, onError }: DatabaseObserver): DatabaseHealth {
  const write = createWrite(database);
  let last: { at: number; answer: Promise<void> } | null = null;
  let isFaulty = false;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function check(): Promise<void> {
    if (last && performance.now() - last.at < freshMs) return last.answer;
    const answer = withDeadline(write(), deadlines.store);
    last = { at: performance.now(), answer };
    answer.then(
      () => note(null),
      (error: unknown) => {
        onError?.(databaseFaultKind(error));
        note(reasonOf(error));
      },
    );
    return answer;
  }

  function note(fault: string | null): void {
    if (isClosed) return;
    if (isFaulty !== (fault !== null)) onState(fault);
    isFaulty = fault !== null;
    clearTimeout(timer);
    if (isFaulty) timer = setTimeout(suspect, againMs).unref();
  }

  const suspect = () => void check().catch(() => {});

  function close(): void {
    isClosed = true;
    clearTimeout(timer);
  }

  return { check, suspect, close };
}

/** Writes one row that has expired already, so that the purge of challenges removes it. */
function createWrite({ client, dialect }: Database): () => Promise<void> {
  const row = `health-${newId()}`;
  const sql = `REPLACE INTO \`Challenge\` (\`challenge\`, \`purpose\`, \`expiresAt\`) VALUES (?, 'health', ${dialect.time(0)})`;
  return async () => void (await client.$executeRawUnsafe(sql, row));
}

/** Prisma's messages quote the call before the reason, which is their last paragraph. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (
    message
      .trim()
      .split(/\n\s*\n/)
      .at(-1)
      ?.replace(/\s+/g, ' ') ?? ''
  );
}
