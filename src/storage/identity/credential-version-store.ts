/** Stores the version of an account's credentials, and erases all factors of an account. */
import type { AccountState, CredentialVersionStore } from '../../engine/ports/credential-port.ts';
import type { SessionId, UserId } from '../../engine/ports/identifiers.ts';
import { type Database, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { raiseVersion } from './factor-changes.ts';
import { eraseFactorRows } from './factor-rows.ts';
import { endAll } from './session-store.ts';

export function createCredentialVersionStore(database: Database): CredentialVersionStore {
  const { client, dialect } = database;

  async function proofOf(userId: UserId): Promise<AccountState | null> {
    const select = {
      id: true,
      username: true,
      displayName: true,
      lastSeenAt: true,
      avatarId: true,
      status: true,
      credentialVersion: true,
      disabledAt: true,
    } as const;
    const row = await client.user.findUnique({ where: { id: userId, deletedAt: null }, select });
    if (!row) return null;
    const { credentialVersion, disabledAt, ...user } = row;
    return { user, credentialVersion, isDisabled: disabledAt !== null };
  }

  function eraseFactors(userId: UserId): Promise<SessionId[]> {
    return retryContention(() =>
      transact(database, async (tx) => {
        await raiseVersion(tx, userId);
        await eraseFactorRows(tx, userId);
        return endAll(tx, dialect, userId, null);
      }),
    );
  }

  return { proofOf, eraseFactors };
}
