/** The SQLite file and its neighbours, readable by the node's own user only. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

export const sqliteFile = (dataDir: string) => join(dataDir, 'duologue.sqlite');

/** SQLite gives new neighbours (write-ahead log and its index) the mode of the main file. */
const neighbours = ['', '-wal', '-shm'];

/** Creates folder and file if there are none; takes the rights of others on the files away. */
export function prepareSqliteFile(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = sqliteFile(dataDir);
  closeSync(openSync(file, 'a', 0o600));
  for (const path of neighbours.map((suffix) => file + suffix)) if (existsSync(path)) tighten(path);
  return file;
}

function tighten(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch {
    // Another user owns the file. Its group lets the node use it.
  }
}
