/** Opens the database, migrates it, and creates the stores behind the engine's ports. */
import type { EngineStores } from '../engine/ports/engine-stores.ts';
import { createBlockStore } from './conversations/block-store.ts';
import { createConversationStore } from './conversations/conversation-store.ts';
import { guardStore } from './database/database-faults.ts';
import { migrate } from './database/migrations.ts';
import { openDatabase, withDatabase } from './database/open-database.ts';
import { createChallengeStore } from './identity/challenge-store.ts';
import { createCredentialStore } from './identity/credential-store.ts';
import { createCredentialVersionStore } from './identity/credential-version-store.ts';
import { createInviteStore } from './identity/invite-store.ts';
import { createPasskeyStore } from './identity/passkey-store.ts';
import { createRecoveryCodeStore } from './identity/recovery-code-store.ts';
import { createSessionStore } from './identity/session-store.ts';
import { createTotpStore } from './identity/totp-store.ts';
import { createUserStore } from './identity/user-store.ts';
import { createMessageStore } from './messages/message-store.ts';

export interface Stores extends EngineStores {
  /** Resolves when the database answers, rejects when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface StorageOptions {
  /** Null for SQLite, one file in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
}

/** @throws Error when the database cannot be reached or migrated. */
export async function openStores(options: StorageOptions): Promise<Stores> {
  await migrateOnly(options);
  const database = await openDatabase(options.databaseUrl, options.dataDir);
  const writer = database.openWriter();
  const { client } = database;
  return {
    users: guardStore(createUserStore(database)),
    credentials: guardStore(createCredentialStore(database)),
    invites: guardStore(createInviteStore(database)),
    sessions: guardStore(createSessionStore(database)),
    conversations: guardStore(createConversationStore(database)),
    blocks: guardStore(createBlockStore(database)),
    messages: createMessageStore(database, writer),
    totp: guardStore(createTotpStore(database)),
    recoveryCodes: guardStore(createRecoveryCodeStore(database)),
    passkeys: guardStore(createPasskeyStore(database)),
    challenges: guardStore(createChallengeStore(database)),
    versions: guardStore(createCredentialVersionStore(database)),
    ping: async () => void (await client.$queryRawUnsafe('SELECT 1')),
    close: async () => void (await Promise.all([client.$disconnect(), writer.close()])),
  };
}

/** Migrates the database; answers the names of the applied migrations. @throws Error as `openStores` */
export function migrateOnly({ databaseUrl, dataDir }: StorageOptions): Promise<string[]> {
  return withDatabase(databaseUrl, dataDir, migrate);
}
