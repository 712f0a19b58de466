/** The order of work on one SQLite connection, and the waits for other processes that hold the file. */
import { setTimeout as wait } from 'node:timers/promises';
import { primaryCode, resultCodes, SqliteFault } from './sqlite-fault.ts';
import { createSlices } from './sqlite-slices.ts';
import type { SqliteSlot } from './sqlite-slot.ts';
import { openTransaction, type SqliteTransaction } from './sqlite-transaction.ts';
import { createTurns, type Turns } from './turns.ts';

export interface SqliteLocks {
  /** Runs the work between transactions. */
  read<T>(work: () => T): Promise<T>;
  /** Begins a transaction; nothing else runs until it ends. */
  begin(): Promise<SqliteTransaction>;
  /** Runs the work after everything that was asked for before. */
  last(work: () => void): Promise<void>;
}

/** The waits between two attempts to lock the file, in milliseconds: each twice as long, up to the last. */
const pauses = { first: 1, last: 32 };

/** Statements are synchronous: a list of a hundred conversations would otherwise stop the node for 20 ms. */
const sliceMs = 2;

/** @param busyMs - the longest wait for another process that holds the file. */
export function createSqliteLocks(slot: SqliteSlot, busyMs: number): SqliteLocks {
  const turns = createTurns();
  const slices = createSlices(sliceMs);
  // Writers queue apart: while one waits for another process, reads go on.
  const writers = createTurns();
  const deadline = () => performance.now() + busyMs;

  async function inTurn<T>(work: () => T): Promise<T> {
    const end = await turns.take();
    try {
      await slices.next();
      return work();
    } catch (error) {
      slot.inspect(error);
      throw error;
    } finally {
      end();
    }
  }

  async function begin(): Promise<SqliteTransaction> {
    const until = deadline();
    const endWriting = await writers.take();
    try {
      return await whileBusy(until, () => lock(slot, turns, endWriting));
    } catch (error) {
      endWriting();
      throw error;
    }
  }

  async function last(work: () => void): Promise<void> {
    const endWriting = await writers.take();
    await inTurn(work).finally(endWriting);
  }

  return { read: (work) => whileBusy(deadline(), () => inTurn(work)), begin, last };
}

/** Takes a turn and the write lock. @param onEnd - called at the end of the transaction. */
async function lock(slot: SqliteSlot, turns: Turns, onEnd: () => void): Promise<SqliteTransaction> {
  const endTurn = await turns.take();
  try {
    return openTransaction(slot, slot.begin(), () => {
      endTurn();
      onEnd();
    });
  } catch (error) {
    endTurn();
    throw error;
  }
}

/** Tries again while another process holds the file. A late one is not tried: its caller has been refused. */
async function whileBusy<T>(until: number, work: () => Promise<T>): Promise<T> {
  for (let pause = pauses.first; performance.now() < until; pause = Math.min(pause * 2, pauses.last)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    await wait(pause);
  }
  throw new SqliteFault('Another process holds the SQLite file.', resultCodes.busy);
}

const isBusy = (error: unknown) => error instanceof SqliteFault && primaryCode(error.rawCode) === resultCodes.busy;
