/** The one way in which somebody's factors change: in one transaction with all that it brings about for the account. */
import type { FactorAddition, FactorOwner } from '../../engine/ports/factor-port.ts';
import type { SessionId, UserId } from '../../engine/ports/identifiers.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { hasFactor, replaceCodeRows } from './factor-rows.ts';
import { endAll } from './session-store.ts';

/**
 * Adds or removes a factor, or renews the codes, by `change`; what that throws undoes everything.
 * @param codeHashes - recovery codes that come into force with the account's first factor; with the last they go.
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

/** First of all in its transaction: the account's row stays locked until the end, and no session is opened between. */
export async function raiseVersion(tx: Transaction, userId: UserId): Promise<void> {
  const raised = 'UPDATE `User` SET `credentialVersion` = `credentialVersion` + 1 WHERE `id` = ?';
  await tx.$executeRawUnsafe(raised, userId);
}

/** Who asked may have been signed out since. */
async function expectLive(tx: Transaction, { dialect }: Database, userId: UserId, id: SessionId): Promise<void> {
  const live = 'SELECT `id` FROM `Session` WHERE `id` = ? AND `userId` = ? AND `endedAt` IS NULL';
  const rows = await tx.$queryRawUnsafe<unknown[]>(`${live} ${dialect.lockShared}`, id, userId);
  if (rows.length === 0) throw new Refusal('unauthorized', 'This session has ended.');
}
