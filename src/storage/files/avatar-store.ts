/** Stores which picture a user has, in the row of the user. */
import type { AvatarStore } from '../../engine/ports/avatar-port.ts';
import { avatarKey } from '../../engine/ports/file-bytes-port.ts';
import type { UserId } from '../../engine/ports/identifiers.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';
import { noteRemoved } from './removed-file-store.ts';

const lockSql = 'UPDATE `User` SET `id` = `id` WHERE `id` = ? AND `deletedAt` IS NULL';

export function createAvatarStore(database: Database): AvatarStore {
  return {
    replace: (userId, avatarId) =>
      retryContention(() =>
        transact(database, async (tx) => {
          if ((await tx.$executeRawUnsafe(lockSql, userId)) === 0) return false;
          await replaceAvatar(tx, database.dialect, userId, avatarId);
          return true;
        }),
      ),
  };
}

/** The transaction has locked the row of the user, so that no other one removes the same picture or leaves one out. */
export async function replaceAvatar(
  tx: Transaction,
  dialect: Dialect,
  userId: UserId,
  avatarId: string | null,
): Promise<void> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { avatarId: true } });
  await tx.user.updateMany({ where: { id: userId }, data: { avatarId } });
  if (!user?.avatarId) return;
  await noteRemoved(tx, dialect, [avatarKey(user.avatarId)]);
}
