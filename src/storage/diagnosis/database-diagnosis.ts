/** Examines the database, and whether this node's secret fits its rows. */
import { type Diagnosis, wrong } from '../../policy/diagnosis.ts';
import { isMissingTable } from '../database/database-faults.ts';
import { openDatabase } from '../database/open-database.ts';
import { createTotpStore } from '../identity/totp-store.ts';
import type { StorageOptions } from '../stores.ts';
import { diagnoseMysql } from './mysql-diagnosis.ts';
import { diagnoseSqlite } from './sqlite-diagnosis.ts';

/** Whether the given secrets decrypt this secret of an authenticator app. */
export type Decrypts = (userId: string, encrypted: string) => boolean;

/** The id of no key, so that the rows of all keys are found. */
const noKey = ' ';

/** @throws OperatorError when MySQL or MariaDB cannot be reached */
export async function diagnoseStorage(options: StorageOptions, decrypts: Decrypts | null): Promise<Diagnosis[]> {
  const { databaseUrl, dataDir } = options;
  const found = databaseUrl === null ? diagnoseSqlite(dataDir) : await diagnoseMysql(databaseUrl);
  // Opening the database would also tighten the modes of its files.
  const isUsable = !found.some(({ name }) => /^(database\.(none|damaged|rights)|files|migrations)/.test(name));
  return decrypts && isUsable ? [...found, ...(await diagnoseSecret(options, decrypts))] : found;
}

/** One page of rows tells: nodes encrypt every row anew when they start. */
async function diagnoseSecret(options: StorageOptions, decrypts: Decrypts): Promise<Diagnosis[]> {
  const database = await openDatabase(options.databaseUrl, options.dataDir);
  try {
    const rows = await createTotpStore(database).encryptedByOthers(noKey, { after: '', limit: 500 });
    const unreadable = rows.filter(({ userId, encrypted }) => !decrypts(userId, encrypted)).length;
    if (unreadable === 0) return [];
    const what = `SESSION_SECRET decrypts ${rows.length - unreadable} of ${rows.length} secrets of authenticator apps.`;
    const why =
      'Another node uses another secret, or the secret was lost: codes are refused, and cookies are not accepted everywhere.';
    return [wrong('secret.differs', what, why, 'Give every node the same SESSION_SECRET, with older ones behind it.')];
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw error;
  } finally {
    await database.client.$disconnect();
  }
}
