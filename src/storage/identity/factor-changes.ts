/** Changes the factors of an account in one transaction with all consequences for the account. */
import type { FactorAddition, FactorOwner } from '../../engine/ports/factor-port.ts';
import type { SessionId, UserId } from '../../engine/ports/identifiers.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { hasFactor, replaceCodeRows } from './factor-rows.ts';
import { endAll } from './session-store.ts';

/**
 * Adds or removes a factor, or renews the codes, by `change`; an error of `change` rolls everything back.
 * @param codeHashes - recovery codes that the account gets with its first factor; it loses all codes with its last factor.
 */
export function changeFactors<T>(
  database: Database,
  { id, sessionId }: FactorOwner,
  codeHashes: readonly string[],
  change: (tx: Transaction) => Promise<T>,
): Promise<FactorAddition<T>> {
  return retryContention(() =>
    transact(database, async (tx) => {
      await raiseVersion(tx, id);
      await expectLive(tx, database, id, sessionId);
      const ended = await endAll(tx, database.dialect, id, sessionId);
      const had = await hasFactor(tx, id);
      const added = await change(tx);
      const has = await hasFactor(tx, id);
      if (had !== has) await replaceCodeRows(tx, id, has ? codeHashes : []);
      return { added, ended, isFirst: has && !had };
    }),
  );
}

/** Comes first in its transaction: it locks the account's row, so that no session is created before the commit. */
export async function raiseVersion(tx: Transaction, userId: UserId): Promise<void> {
  const raised = 'UPDATE `User` SET `credentialVersion` = `credentialVersion` + 1 WHERE `id` = ?';
  await tx.$executeRawUnsafe(raised, userId);
}

/** The caller's session may have ended since the request. */
async function expectLive(tx: Transaction, { dialect }: Database, userId: UserId, id: SessionId): Promise<void> {
  const live = 'SELECT `id` FROM `Session` WHERE `id` = ? AND `userId` = ? AND `endedAt` IS NULL';
  const rows = await tx.$queryRawUnsafe<unknown[]>(`${live} ${dialect.lockShared}`, id, userId);
  if (rows.length === 0) throw new Refusal('unauthorized', 'This session has ended.');
}
