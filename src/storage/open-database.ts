/** Opens the database of either shape. */
import type { Database } from './database.ts';
import { openMysql } from './mysql.ts';
import { openSqlite } from './sqlite.ts';

/**
 * @param url - null for the embedded shape.
 * @param patient - for migrations, whose statements may take longer than a request would wait.
 */
export async function openDatabase(url: string | null, dataDir: string, patient = false): Promise<Database> {
  return url === null ? openSqlite(dataDir) : openMysql(url, patient);
}
