/** The rows of recovery codes: as hashes, and each gone with its use. */
import type { RecoveryCodeStore } from '../chat/factor-ports.ts';
import type { UserId } from '../chat/ports.ts';
import { type Database, transact } from './database.ts';
import { replaceCodeRows } from './factor-rows.ts';

export function createRecoveryCodeStore(database: Database): RecoveryCodeStore {
  const { client } = database;

  /** One statement: of two at once, one deletes the row. */
  async function take(userId: UserId, hash: string): Promise<boolean> {
    const sql = 'DELETE FROM `RecoveryCode` WHERE `userId` = ? AND `codeHash` = ?';
    return (await client.$executeRawUnsafe(sql, userId, hash)) === 1;
  }

  return {
    replace: (userId, hashes) => transact(database, (tx) => replaceCodeRows(tx, userId, hashes)),
    take,
    count: (userId) => client.recoveryCode.count({ where: { userId } }),
  };
}
