/** A transaction straight through the driver, for the hot path: Prisma's costs five times its statements (docs/performance.md). */

export interface Statement {
  sql: string;
  values: readonly unknown[];
}

export type Row = Record<string, unknown>;

/** What a statement that finds no rows has done. */
export interface Done {
  affectedRows: number;
  insertId: number | bigint;
}

/** What to write, and what to answer once that is committed. */
export interface Decision<T> {
  writes: readonly Statement[];
  result: T;
}

export interface Writer {
  /**
   * One transaction in two steps: reads and locks, then writes what `decide` makes of the rows found, one list for each
   * read. `decide` waits for nothing, so that each step is one round trip to MySQL, and SQLite is never left half-way.
   */
  commit<T>(reads: readonly Statement[], decide: (found: Row[][]) => Decision<T>): Promise<T>;
  /**
   * One transaction in one round trip, of statements that find no rows and decide for themselves. The server goes on with
   * them though whoever sent them is gone. SQLite has none: nothing is far away there.
   */
  run?(statements: readonly Statement[]): Promise<Done[]>;
  /** A moment as the database's columns hold it. */
  timestamp(at: Date): string;
  close(): Promise<void>;
}
