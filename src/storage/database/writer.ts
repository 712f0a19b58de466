/** Transactions through the database driver, for the hot path: Prisma costs five times its statements (docs/performance.md). */

export interface Statement {
  sql: string;
  values: readonly unknown[];
}

export type Row = Record<string, unknown>;

/** The statements that write, and the result once they are committed. */
export interface Decision<T> {
  writes: readonly Statement[];
  result: T;
}

export interface Writer {
  /**
   * One transaction in two steps: reads and locks, then writes the decision on the rows found, one list for each read.
   * `decide` is synchronous: each step is one round trip to MySQL, and SQLite's transaction never spans two turns.
   */
  commit<T>(reads: readonly Statement[], decide: (found: Row[][]) => Decision<T>): Promise<T>;
  /** One transaction of statements that write, in one round trip. Answers how many rows each of them changed. */
  run(statements: readonly Statement[]): Promise<number[]>;
  close(): Promise<void>;
}
