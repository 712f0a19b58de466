/** The rows of recovery codes: as hashes, and each gone with its use. */
import type { RecoveryCodeStore } from '../chat/factor-ports.ts';
import type { UserId } from '../chat/ports.ts';
import { type Database, placeholders, transact } from './database.ts';

export function createRecoveryCodeStore(database: Database): RecoveryCodeStore {
  const { client } = database;

  function replace(userId: UserId, hashes: readonly string[]): Promise<void> {
    const insert = `INSERT INTO \`RecoveryCode\` (\`userId\`, \`codeHash\`) VALUES ${placeholders(hashes.length, 2)}`;
    return transact(database, async (tx) => {
      await tx.$executeRawUnsafe('DELETE FROM `RecoveryCode` WHERE `userId` = ?', userId);
      if (hashes.length > 0) await tx.$executeRawUnsafe(insert, ...hashes.flatMap((hash) => [userId, hash]));
    });
  }

  /** One statement: of two at once, one deletes the row. */
  async function take(userId: UserId, hash: string): Promise<boolean> {
    const sql = 'DELETE FROM `RecoveryCode` WHERE `userId` = ? AND `codeHash` = ?';
    return (await client.$executeRawUnsafe(sql, userId, hash)) === 1;
  }

  return { replace, take, count: (userId) => client.recoveryCode.count({ where: { userId } }) };
}
