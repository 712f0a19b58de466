/** The file of a backup: gzipped lines of JSON, first a header, then tables and rows, last the counts and a SHA-256. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, linkSync, openSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { OperatorError } from '../../policy/exit-codes.ts';
import type { Column } from './table-columns.ts';

export const backupFormat = 1;

export interface BackupHeader {
  format: number;
  /** The version of Duologue that made the backup. */
  version: string;
  createdAt: string;
  /** The names of the migrations that the database had. */
  migrations: string[];
  /** The secrets of the node, if the backup holds them; the first one signs. */
  secrets: string[] | null;
}

export interface TableLine {
  table: string;
  columns: Column[];
}

export type Value = string | number | null;

export type BackupLine = TableLine | Value[];

/** The last line. */
export interface BackupEnd {
  rows: Record<string, number>;
  /** Of all lines before, each with its line feed. */
  sha256: string;
}

/**
 * Writes to a temporary name, readable by this user only, and gives the file its name when it is complete and on the disk.
 * @throws OperatorError when the file exists or cannot be written
 */
export async function writeBackup(
  file: string,
  header: BackupHeader,
  lines: AsyncIterable<BackupLine>,
): Promise<BackupEnd> {
  const partial = `${file}.partial-${process.pid}`;
  const end: BackupEnd = { rows: {}, sha256: '' };
  try {
    const fd = openSync(partial, 'wx', 0o600);
    await pipeline(
      Readable.from(encode(header, lines, end)),
      createGzip({ level: 4 }),
      createWriteStream(partial, { fd, flush: true }),
    );
    // Unlike a rename, a link fails when the name is taken.
    linkSync(partial, file);
    return end;
  } catch (error) {
    throw isFileError(error) ? new OperatorError('failed', `${file} cannot be written: ${error.message}.`) : error;
  } finally {
    rmSync(partial, { force: true });
  }
}

async function* encode(header: BackupHeader, lines: AsyncIterable<BackupLine>, end: BackupEnd): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const encoded = (line: unknown) => {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    return text;
  };
  let table = '';
  yield encoded(header);
  for await (const line of lines) {
    if (Array.isArray(line)) end.rows[table] = (end.rows[table] ?? 0) + 1;
    else {
      table = line.table;
      end.rows[table] = 0;
    }
    yield encoded(line);
  }
  end.sha256 = hash.digest('hex');
  yield `${JSON.stringify(end)}\n`;
}

/** Reads the whole file once and checks it. @throws OperatorError when it is damaged or no backup */
export async function checkBackup(file: string): Promise<{ header: BackupHeader; end: BackupEnd }> {
  const hash = createHash('sha256');
  let header = '';
  let last: string | null = null;
  for await (const line of textLines(file)) {
    if (last === null) header = line;
    else hash.update(`${last}\n`);
    last = line;
  }
  const end = parsed<BackupEnd>(file, last ?? '');
  if (end.sha256 !== hash.digest('hex')) throw damaged(file, 'its checksum does not fit');
  return { header: parsed<BackupHeader>(file, header), end };
}

/** The tables and rows of a file that `checkBackup` has checked. */
export async function* readBackup(file: string): AsyncGenerator<BackupLine> {
  let isFirst = true;
  for await (const text of textLines(file)) {
    const line = parsed<BackupLine | BackupEnd>(file, text);
    if (!isFirst && !('sha256' in line)) yield line;
    isFirst = false;
  }
}

async function* textLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const unzipped = createGunzip();
  // Without a listener the failure of the file would end the process; `unzipped` reports it.
  source.on('error', (error) => unzipped.destroy(error));
  const lines = createInterface({ input: source.pipe(unzipped), crlfDelay: Number.POSITIVE_INFINITY });
  const failure = new Promise<never>((_, reject) => unzipped.once('error', reject));
  failure.catch(() => lines.close());
  try {
    yield* lines;
    // readline ends its lines at an error of the stream without a word.
    if (unzipped.errored) throw unzipped.errored;
  } catch (error) {
    throw isFileError(error) ? damaged(file, (error as Error).message) : error;
  } finally {
    source.destroy();
  }
}

function parsed<T>(file: string, line: string): T {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged(file, 'a line is no JSON');
  }
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof Object(error).code === 'string';

const damaged = (file: string, why: string) =>
  new OperatorError('failed', `${file} is no backup of Duologue, or is damaged: ${why}. Nothing was changed.`);
