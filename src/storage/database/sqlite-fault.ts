/** An error of SQLite with its result code (https://www.sqlite.org/rescode.html). */

interface DriverError extends Error {
  code?: string;
  errcode?: number;
}

export class SqliteFault extends Error {
  override name = 'SqliteFault';
  readonly code = 'SQLITE';
  /** The extended result code. */
  readonly rawCode: number;

  constructor(message: string, rawCode: number) {
    super(message);
    this.rawCode = rawCode;
  }
}

export const resultCodes = { error: 1, busy: 5, constraint: 19, abort: 4, cannotOpen: 14, misuse: 21 };

/** The part of a result code that names its kind. */
export const primaryCode = (rawCode: number) => rawCode & 0xff;

/** The driver leaves out the code of a statement that answers rows; SQLite's messages are fixed. */
const codesByMessage: [RegExp, number][] = [
  [/^database (table )?is locked/, resultCodes.busy],
  [/^attempt to write a readonly database/, 8],
  [/^disk I\/O error/, 10],
  [/^database disk image is malformed/, 11],
  [/^database or disk is full/, 13],
  [/^unable to open database file/, resultCodes.cannotOpen],
  [/^UNIQUE constraint failed/, 2067],
  [/^NOT NULL constraint failed/, 1299],
  [/constraint failed/, resultCodes.constraint],
  [/^file is not a database/, 26],
];

/** The fault behind an error of the driver; other errors stay as they are. */
export function toSqliteFault(error: unknown): unknown {
  const { code, errcode, message } = error as DriverError;
  if (code !== 'ERR_SQLITE_ERROR') return error;
  const known = codesByMessage.find(([pattern]) => pattern.test(message))?.[1];
  return new SqliteFault(message, errcode ?? known ?? resultCodes.error);
}
