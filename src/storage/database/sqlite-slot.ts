/** The handle that a connection uses, replaced by a new one when a failure leaves it in doubt. */
import { primaryCode, resultCodes, SqliteFault } from './sqlite-fault.ts';
import { openHandle, type SqliteHandle } from './sqlite-handle.ts';

export interface SqliteSlot {
  /** @throws SqliteFault when the file cannot be opened, or the slot is closed. */
  current(): SqliteHandle;
  /** Begins a transaction that holds the write lock. @throws SqliteFault also when another process holds it */
  begin(): SqliteHandle;
  /** Drops the handle unless the error is one of the statement itself. */
  inspect(error: unknown): void;
  close(): void;
}

export function createSqliteSlot(file: string): SqliteSlot {
  let handle: SqliteHandle | null = null;
  let isClosed = false;

  function drop(): void {
    if (handle) dispose(handle);
    handle = null;
  }

  function current(): SqliteHandle {
    if (isClosed) throw new SqliteFault('The database is closed.', resultCodes.misuse);
    // No transaction is open here unless the driver failed to end it.
    if (handle?.isTransaction()) drop();
    handle ??= openHandle(file);
    return handle;
  }

  function begin(): SqliteHandle {
    if (handle?.isCurrent() === false) drop();
    const open = current();
    try {
      open.run('BEGIN IMMEDIATE');
      return open;
    } catch (error) {
      if (!isPlainBusy(error)) drop();
      throw error;
    }
  }

  const inspect = (error: unknown) => {
    if (handle?.isTransaction() || !isHarmless(error)) drop();
  };
  function close(): void {
    isClosed = true;
    if (handle) emptyLog(handle);
    drop();
  }

  return { current, begin, inspect, close };
}

/** Errors of the statement itself leave the connection as it was. */
function isHarmless(error: unknown): boolean {
  const { error: mistake, constraint } = resultCodes;
  return error instanceof SqliteFault && [mistake, constraint].includes(primaryCode(error.rawCode));
}

/** A plain `busy` has changed nothing. Its variants say that an old snapshot is still open. */
const isPlainBusy = (error: unknown) => error instanceof SqliteFault && error.rawCode === resultCodes.busy;

/** The rollback comes first: a closed handle with an unfinished statement would keep its locks. */
function dispose(handle: SqliteHandle): void {
  try {
    if (handle.isTransaction()) handle.run('ROLLBACK');
    handle.close();
  } catch {
    // Nothing uses the handle any more.
  }
}

/** Moves everything from the write-ahead log into the main file, so that this file alone is complete. */
function emptyLog(handle: SqliteHandle): void {
  try {
    handle.run('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Another process holds the file; the next start finds everything in the log.
  }
}
