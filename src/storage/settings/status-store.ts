/** Stores the status in the row of the user, and until when the user is not notified in the row of the settings. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { NewStatus, StatusStore } from '../../engine/ports/status-port.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { addSettings } from './settings-store.ts';

const lockSql = 'UPDATE `User` SET `id` = `id` WHERE `id` = ? AND `deletedAt` IS NULL';

export function createStatusStore(database: Database): StatusStore {
  return {
    replace: (userId, next) => retryContention(() => transact(database, (tx) => replace(database, tx, userId, next))),
  };
}

async function replace(
  { dialect }: Database,
  tx: Transaction,
  userId: UserId,
  { status, doNotDisturbUntil }: NewStatus,
): Promise<boolean | null> {
  if ((await tx.$executeRawUnsafe(lockSql, userId)) === 0) return null;
  const before = await tx.user.findUnique({ where: { id: userId }, select: { status: true } });
  const isChanged = before?.status !== status;
  if (isChanged) await tx.user.updateMany({ where: { id: userId }, data: { status } });
  if (doNotDisturbUntil) await addSettings(tx, dialect, userId);
  await tx.userSettings.updateMany({ where: { userId }, data: { doNotDisturbUntil } });
  return isChanged;
}
