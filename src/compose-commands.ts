/** Composes the work of the commands, which need few parts of a node. */
import { existsSync } from 'node:fs';
import { type Config, type DatabaseConfig, type FilesConfig, filesPlace, secretFile } from './config.ts';
import { createPasswords } from './credentials/argon2-passwords.ts';
import { createTotpCodes } from './credentials/totp-codes.ts';
import { compareFiles, type FileReport } from './engine/files/file-comparison.ts';
import { type Administration, createAdministration } from './engine/identity/administration.ts';
import { createInvites, type Invites } from './engine/identity/invites.ts';
import { type RebuildOptions, rebuildIndex } from './engine/search/index-rebuild.ts';
import { createFolderInventory } from './files/folder-inventory.ts';
import type { Diagnosis } from './policy/diagnosis.ts';
import { OperatorError } from './policy/exit-codes.ts';
import type { S3Place } from './policy/s3-address.ts';
import { sessionSecrets } from './session-secret.ts';
import { requireDatabase } from './storage/database/open-database.ts';
import { diagnoseStorage } from './storage/diagnosis/database-diagnosis.ts';
import { withFileRows } from './storage/files/file-row-pages.ts';
import { openStores, type Stores } from './storage/stores.ts';

export { diagnoseRedis } from './cluster/redis-diagnosis.ts';
export type { FileReport } from './engine/files/file-comparison.ts';
export type { Administration, FactorCounts } from './engine/identity/administration.ts';
export { type InviteRequest, type Invites, inviteBounds } from './engine/identity/invites.ts';
export type { ListedAccount } from './engine/ports/account-list-port.ts';
export type { Invite } from './engine/ports/invite-port.ts';
export { createLogger, type Logger } from './observability/logger.ts';
export { backUp } from './storage/backup/backup.ts';
export { restore } from './storage/backup/restore.ts';
export { type DatabaseName, describeDatabase } from './storage/database/database-name.ts';
export { requireDatabase } from './storage/database/open-database.ts';
export { type FsckReport, fsck } from './storage/fsck/fsck.ts';
export { migrateOnly } from './storage/stores.ts';

/** Runs an administrator's work on the invites, while nodes run or not. @throws Error as `compose` */
export const withInvites = <T>(config: DatabaseConfig, work: (invites: Invites) => Promise<T>): Promise<T> =>
  withStores(config, (stores) => work(createInvites(stores.invites)));

/** Runs an administrator's work on accounts, while nodes run or not. @throws Error as `compose` */
export const withAdministration = <T>(
  config: DatabaseConfig,
  work: (administration: Administration) => Promise<T>,
): Promise<T> =>
  withStores(config, (stores) => work(createAdministration({ ...stores, passwords: createPasswords(config.argon2) })));

/** Makes the index of the search again, while nodes run or not. Answers the number of conversations. @throws Error as `compose` */
export const rebuildSearch = (config: DatabaseConfig, options: RebuildOptions): Promise<number> =>
  withStores(config, (stores) => rebuildIndex(stores.search, options));

async function withStores<T>(config: DatabaseConfig, work: (stores: Stores) => Promise<T>): Promise<T> {
  requireDatabase(config.databaseUrl, config.dataDir);
  const stores = await openStores(config);
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
}

/** Examines the database; changes nothing. @throws OperatorError when it cannot be reached */
export function diagnoseDatabase(config: Config): Promise<Diagnosis[]> {
  const secrets = config.sessionSecrets ?? (existsSync(secretFile(config)) ? sessionSecrets(config) : null);
  const codes = secrets && createTotpCodes(secrets);
  const decrypts = codes && ((userId: string, encrypted: string) => codes.reencrypt(userId, encrypted) !== null);
  return diagnoseStorage(config, decrypts);
}

/**
 * Compares the rows of files with their bytes; `repair` removes bytes that no row needs. Nodes may run.
 * @throws OperatorError when files are off; Refusal `unavailable` when their store cannot be used
 */
export async function examineFiles(config: DatabaseConfig & FilesConfig, repair: boolean): Promise<FileReport> {
  const place = filesPlace(config);
  if (place === null) throw new OperatorError('usage', 'Files are off: a cluster needs FILES_DIR or FILES_S3_URL.');
  const inventory =
    's3' in place
      ? (await import('./files/s3/s3-inventory.ts')).createS3Inventory(place.s3)
      : createFolderInventory(place.folder);
  return withFileRows(config, (rows) => compareFiles(rows, inventory, repair));
}

/** Only where it is used, because the library takes long to load. */
export const diagnoseS3 = async (place: S3Place): Promise<Diagnosis[]> =>
  (await import('./files/s3/s3-diagnosis.ts')).diagnoseS3(place);
