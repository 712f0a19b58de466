/** The version of an account's credentials: what it is, and what happens when it rises. */
import type { Proof } from '../chat/credential-ports.ts';
import type { CredentialVersionStore } from '../chat/factor-ports.ts';
import type { SessionId, UserId } from '../chat/ports.ts';
import { type Database, transact } from './database.ts';
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

  /** The account's row stays locked until the end: no session is opened between. */
  function raise(userId: UserId, kept: SessionId | null): Promise<SessionId[]> {
    return transact(database, async (tx) => {
      const raised = 'UPDATE `User` SET `credentialVersion` = `credentialVersion` + 1 WHERE `id` = ?';
      await tx.$executeRawUnsafe(raised, userId);
      return endAll(tx, dialect, userId, kept);
    });
  }

  return { proofOf, raise };
}
