/** The version of an account's credentials: what it is, and what happens when it rises. */
import type { Proof } from '../chat/credential-ports.ts';
import type { CredentialVersionStore } from '../chat/factor-ports.ts';
import type { SessionId, UserId } from '../chat/ports.ts';
import { type Database, type Transaction, transact } from './database.ts';
import { retryContention } from './database-faults.ts';
import { eraseFactorRows } from './factor-rows.ts';
import { endAll } from './session-store.ts';

export function createCredentialVersionStore(database: Database): CredentialVersionStore {
  const { client, dialect } = database;

  async function proofOf(userId: UserId): Promise<Proof | null> {
    const select = { id: true, username: true, displayName: true, lastSeenAt: true, credentialVersion: true };
    const row = await client.user.findUnique({ where: { id: userId, deletedAt: null }, select });
    if (!row) return null;
    const { credentialVersion, ...person } = row;
    return { person, credentialVersion };
  }

  /** First of all in its transaction: the account's row stays locked until the end, and no session is opened between. */
  async function raiseIn(tx: Transaction, userId: UserId, kept: SessionId | null): Promise<SessionId[]> {
    const raised = 'UPDATE `User` SET `credentialVersion` = `credentialVersion` + 1 WHERE `id` = ?';
    await tx.$executeRawUnsafe(raised, userId);
    return endAll(tx, dialect, userId, kept);
  }

  const raise = (userId: UserId, kept: SessionId | null) => transact(database, (tx) => raiseIn(tx, userId, kept));

  function eraseFactors(userId: UserId): Promise<SessionId[]> {
    return retryContention(() =>
      transact(database, async (tx) => {
        const ended = await raiseIn(tx, userId, null);
        await eraseFactorRows(tx, userId);
        return ended;
      }),
    );
  }

  return { proofOf, raise, eraseFactors };
}
