/** The differences between the SQL of MySQL and SQLite; all other SQL is the same for both. */
export interface Dialect {
  /** `INSERT` that skips rows whose unique key exists already. */
  insertIgnore: string;
  /** After an `INSERT`: begins the assignments to the row whose key exists already. */
  onDuplicateKey: string;
  /** In these assignments: the value that the `INSERT` has for the column. */
  proposed(column: string): string;
  /** After a `SELECT`: locks its rows until the transaction ends, and skips rows that another transaction holds. */
  lockFreeRows: string;
  /** After a `SELECT`: locks its rows until the transaction ends, and waits for those that another transaction holds. */
  lockRows: string;
  /** After a `SELECT`: reads the current rows, which no other transaction can change until this one ends. */
  lockShared: string;
  /** The database's own time plus `offsetMs` milliseconds, as its columns hold it. */
  time(offsetMs: number): string;
  /** A time of the database in milliseconds since 1970. */
  millisecondsOf(time: string): string;
  /** The database's own time as text, in the form of its columns; such texts sort by time. */
  now: string;
  /** The later one of a column's time, which may be null, and the database's own, as text in the form of its columns. */
  nextTime(column: string): string;
  /** The time that a text of a column names. */
  parseTime(text: string): Date;
  /** A time of the database in whole seconds since 1970, as `activeSecond` holds it. */
  secondOf(time: string): string;
  /** Formats a time as the columns hold it. */
  timestamp(at: Date): string;
  /** Joins a table by its primary key to what stands before it, never the other way round, however small the table is. */
  joinByKey(table: string): string;
  /** The number, below 128, of the only byte of a value. */
  byteValue(bytes: string): string;
  /** Whether a text has characters beyond ASCII. */
  hasBeyondAscii(text: string): string;
  /** Answers the number of tables as `tables`. */
  countTables: string;
  /** The isolation of transactions; null where the database has only one. */
  isolation: 'ReadCommitted' | null;
  /** Statements that lock the migrations for one process, run on their connection. `acquire` answers `locked` = 1. */
  migrationLock: { acquire: string; release: string } | null;
  /** The folder of the migrations below `prisma/`. */
  migrations: string;
}
