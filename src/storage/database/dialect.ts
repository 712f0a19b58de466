/** What the two databases say differently; every other line of SQL here is the same for both. */
export interface Dialect {
  /** `INSERT`, passing over rows whose unique key is there already. */
  insertIgnore: string;
  /** After a `SELECT`: locks its rows until the transaction ends, passing over those that another one holds. */
  lockFreeRows: string;
  /** After a `SELECT`: its rows are read as they are now, and stay so until the transaction ends. */
  lockShared: string;
  /** The database's own time, this many milliseconds from now (or ago, when negative), in the form its columns hold. */
  time(offsetMs: number): string;
  /** The second of a time of the database, counted from 1970: what `activeSecond` is of `lastMessageAt`. */
  secondOf(time: string): string;
  /** How transactions are isolated; null where the database knows one way alone. */
  isolation: 'ReadCommitted' | null;
  /** Run before and after the migrations, on their connection: one process at a time. `acquire` answers `locked` = 1. */
  migrationLock: { acquire: string; release: string } | null;
  /** Where the migrations are, below `prisma/`. */
  migrations: string;
}
