/** A transaction on SQLite that proves its commit. */
import { resultCodes, SqliteFault } from './sqlite-fault.ts';
import type { RunStatement, SqliteHandle } from './sqlite-handle.ts';
import type { SqliteSlot } from './sqlite-slot.ts';

export interface SqliteTransaction {
  /** @throws SqliteFault also when SQLite has rolled the transaction back by itself. */
  run: RunStatement;
  /** @throws SqliteFault when the transaction is not committed; it is rolled back then. */
  commit(): void;
  /** Does nothing after the end of the transaction. */
  rollback(): void;
}

/** @param onEnd - called once, when the handle is free again. */
export function openTransaction(slot: SqliteSlot, handle: SqliteHandle, onEnd: () => void): SqliteTransaction {
  let isOpen = true;
  let failure: unknown = null;

  const run: RunStatement = (sql, values) => {
    try {
      if (!isOpen || !handle.isTransaction()) throw new SqliteFault('The transaction has ended.', resultCodes.abort);
      return handle.run(sql, values);
    } catch (error) {
      failure = error;
      throw error;
    }
  };

  function rollback(): void {
    if (!isOpen) return;
    isOpen = false;
    endOn(handle, slot, failure);
    onEnd();
  }

  function commit(): void {
    try {
      run('COMMIT');
      expectCommitted(handle);
      isOpen = false;
      onEnd();
    } catch (error) {
      failure = error;
      rollback();
      throw error;
    }
  }

  return { run, commit, rollback };
}

function endOn(handle: SqliteHandle, slot: SqliteSlot, failure: unknown): void {
  try {
    if (handle.isTransaction()) handle.run('ROLLBACK');
    if (failure !== null) slot.inspect(failure);
  } catch (error) {
    slot.inspect(error);
  }
}

/** Trusts neither the driver nor the file: an acknowledged write that is not in the file would be lost. */
function expectCommitted(handle: SqliteHandle): void {
  if (handle.isTransaction()) throw new SqliteFault('The transaction is open after its commit.', resultCodes.abort);
  if (!handle.isCurrent()) throw new SqliteFault('The SQLite file was removed.', resultCodes.cannotOpen);
}
