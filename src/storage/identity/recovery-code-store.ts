/** Stores hashes of recovery codes; a code is deleted when it is used. */
import type { FactorOwner } from '../../engine/ports/factor-port.ts';
import type { SessionId, UserId } from '../../engine/ports/identifiers.ts';
import type { RecoveryCodeStore } from '../../engine/ports/recovery-code-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Database } from '../database/database.ts';
import { changeFactors } from './factor-changes.ts';
import { hasFactor, replaceCodeRows } from './factor-rows.ts';

export function createRecoveryCodeStore(database: Database): RecoveryCodeStore {
  const { client } = database;

  async function renew(owner: FactorOwner, hashes: readonly string[]): Promise<SessionId[]> {
    const { ended } = await changeFactors(database, owner, [], async (tx) => {
      if (!(await hasFactor(tx, owner.id))) {
        throw new Refusal('conflict', 'Recovery codes come with a second factor. Set one up first.');
      }
      await replaceCodeRows(tx, owner.id, hashes);
    });
    return ended;
  }

  /** One statement: of two concurrent calls, one deletes the row. */
  async function take(userId: UserId, hash: string): Promise<boolean> {
    const sql = 'DELETE FROM `RecoveryCode` WHERE `userId` = ? AND `codeHash` = ?';
    return (await client.$executeRawUnsafe(sql, userId, hash)) === 1;
  }

  return { renew, take, count: (userId) => client.recoveryCode.count({ where: { userId } }) };
}
