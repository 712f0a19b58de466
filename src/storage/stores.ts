/** Everything that is stored, behind the engine's ports: opens the database, brings its tables up to date. */
import type { BlockStore } from '../chat/block-ports.ts';
import type { CredentialStore } from '../chat/credential-ports.ts';
import type { FactorParts } from '../chat/factor-ports.ts';
import type { ChannelStore, MessageStore, UserStore } from '../chat/ports.ts';
import type { SessionStore } from '../chat/session-ports.ts';
import { createBlockStore } from './block-store.ts';
import { createChallengeStore } from './challenge-store.ts';
import { createChannelStore } from './channel-store.ts';
import { createCredentialStore } from './credential-store.ts';
import { createCredentialVersionStore } from './credential-version-store.ts';
import { guardStore } from './database-faults.ts';
import { createMessageStore } from './message-store.ts';
import { migrate } from './migrations.ts';
import { openDatabase, openWriter, withDatabase } from './open-database.ts';
import { createPasskeyStore } from './passkey-store.ts';
import { createRecoveryCodeStore } from './recovery-code-store.ts';
import { createSessionStore } from './session-store.ts';
import { createTotpStore } from './totp-store.ts';
import { createUserStore } from './user-store.ts';

type FactorStores = Omit<FactorParts, 'totpCodes' | 'webauthn'>;

export interface Stores extends FactorStores {
  users: UserStore;
  credentials: CredentialStore;
  sessions: SessionStore;
  channels: ChannelStore;
  blocks: BlockStore;
  messages: MessageStore;
  /** Settles when the database answers, fails when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface StorageOptions {
  /** Null for the embedded shape: a SQLite file in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
}

/** @throws Error when the database cannot be reached or its tables cannot be brought up to date. */
export async function openStores(options: StorageOptions): Promise<Stores> {
  await migrateOnly(options);
  const database = await openDatabase(options.databaseUrl, options.dataDir);
  const writer = openWriter(options.databaseUrl, options.dataDir);
  const { client } = database;
  return {
    users: guardStore(createUserStore(database)),
    credentials: guardStore(createCredentialStore(database)),
    sessions: guardStore(createSessionStore(database)),
    channels: guardStore(createChannelStore(database)),
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

/** Brings the tables up to date; answers the names of the migrations applied. @throws Error as `openStores` */
export function migrateOnly({ databaseUrl, dataDir }: StorageOptions): Promise<string[]> {
  return withDatabase(databaseUrl, dataDir, migrate);
}
