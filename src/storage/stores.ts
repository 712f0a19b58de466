/** Opens the database, migrates it, and creates the stores behind the engine's ports. */
import type { EngineStores } from '../engine/ports/engine-stores.ts';
import type { InstallationKeyStore } from '../engine/ports/installation-key-port.ts';
import { createArchiveStore } from './conversations/archive-store.ts';
import { createBlockStore } from './conversations/block-store.ts';
import { createConversationStore } from './conversations/conversation-store.ts';
import { createMuteStore } from './conversations/mute-store.ts';
import { createUnreadStore } from './conversations/unread-store.ts';
import type { Database, OpenDatabase } from './database/database.ts';
import { databaseFaultKind } from './database/database-fault-kinds.ts';
import { guardStore } from './database/database-faults.ts';
import { createDatabaseHealth, type DatabaseObserver } from './database/database-health.ts';
import { migrate } from './database/migrations.ts';
import { withMysqlCause } from './database/mysql-state.ts';
import { openDatabase, withDatabase } from './database/open-database.ts';
import { createAttachedFileStore } from './files/attached-file-store.ts';
import { createAvatarStore } from './files/avatar-store.ts';
import { createExportStore } from './files/export-store.ts';
import { createRemovedFileStore } from './files/removed-file-store.ts';
import { createTotalUsage } from './files/total-usage.ts';
import { createUploadStore } from './files/upload-store.ts';
import { createAccountListStore } from './identity/account-list-store.ts';
import { createChallengeStore } from './identity/challenge-store.ts';
import { createCredentialStore } from './identity/credential-store.ts';
import { createCredentialVersionStore } from './identity/credential-version-store.ts';
import { createInviteStore } from './identity/invite-store.ts';
import { createPasskeyStore } from './identity/passkey-store.ts';
import { createRecoveryCodeStore } from './identity/recovery-code-store.ts';
import { createSessionStore } from './identity/session-store.ts';
import { createTotpStore } from './identity/totp-store.ts';
import { createUserStore } from './identity/user-store.ts';
import type { AppendObserver } from './messages/append-queue.ts';
import { createChangeStore } from './messages/change-store.ts';
import { createMessageStore } from './messages/message-store.ts';
import { createInstallationKeyStore } from './notifications/installation-key-store.ts';
import { createPushSubscriptionStore } from './notifications/push-subscription-store.ts';
import { createRoomStore } from './rooms/room-store.ts';
import { createSearchStore } from './search/search-store.ts';
import { createDraftStore } from './settings/draft-store.ts';
import { createSettingsStore } from './settings/settings-store.ts';
import { createStatusStore } from './settings/status-store.ts';

export interface Stores extends EngineStores {
  installationKeys: InstallationKeyStore;
  /** Resolves when the database stores, rejects when it does not. */
  checkDatabase(): Promise<void>;
  close(): Promise<void>;
}

export interface StorageOptions {
  /** Null for SQLite, one file in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
}

/** @throws Error when the database cannot be reached or migrated. */
export async function openStores(
  options: StorageOptions,
  observer: DatabaseObserver = { onState: () => {} },
  appendObserver?: AppendObserver,
): Promise<Stores> {
  await migrateOnly(options);
  const { databaseUrl, dataDir } = options;
  const explained = databaseUrl === null ? observer : withMysqlCause(databaseUrl, observer);
  return createStores(await openDatabase(databaseUrl, dataDir), explained, appendObserver);
}

/** The longest wait of a receipt for a row: half of what a call may take, since others wait behind it. */
const receiptLockSeconds = 1;

export function createStores(
  database: OpenDatabase,
  observer: DatabaseObserver = { onState: () => {} },
  appendObserver?: AppendObserver,
): Stores {
  const writer = database.openWriter();
  const changeWriter = database.openWriter();
  const receiptWriter = database.openWriter(receiptLockSeconds);
  const { client } = database;
  const health = createDatabaseHealth(database, observer);
  const onUnavailable = (error: unknown) => {
    observer.onError?.(databaseFaultKind(error));
    health.suspect();
  };
  const guard = <T extends object>(store: T) => guardStore(store, onUnavailable);
  return {
    users: guard(createUserStore(database)),
    credentials: guard(createCredentialStore(database)),
    invites: guard(createInviteStore(database)),
    accountList: guard(createAccountListStore(database)),
    sessions: guard(createSessionStore(database)),
    conversations: guard(createConversationStore(database, receiptWriter)),
    blocks: guard(createBlockStore(database)),
    messages: createMessageStore(database, writer, onUnavailable, appendObserver),
    changes: guard(createChangeStore(database, changeWriter)),
    ...createMemberStores(database, guard),
    ...createFileStores(database, guard),
    search: guard(createSearchStore(database)),
    ...createOwnStores(database, guard),
    subscriptions: guard(createPushSubscriptionStore(database)),
    installationKeys: guard(createInstallationKeyStore(database)),
    totp: guard(createTotpStore(database)),
    recoveryCodes: guard(createRecoveryCodeStore(database)),
    passkeys: guard(createPasskeyStore(database)),
    challenges: guard(createChallengeStore(database)),
    versions: guard(createCredentialVersionStore(database)),
    checkDatabase: health.check,
    async close() {
      health.close();
      await Promise.all([client.$disconnect(), ...[writer, changeWriter, receiptWriter].map((each) => each.close())]);
    },
  };
}

function createMemberStores(database: Database, guard: <T extends object>(store: T) => T) {
  return {
    mutes: guard(createMuteStore(database)),
    archives: guard(createArchiveStore(database)),
    unreadMarks: guard(createUnreadStore(database)),
    rooms: guard(createRoomStore(database)),
  };
}

function createOwnStores(database: Database, guard: <T extends object>(store: T) => T) {
  return {
    settings: guard(createSettingsStore(database)),
    statuses: guard(createStatusStore(database)),
    drafts: guard(createDraftStore(database)),
  };
}

function createFileStores(database: Database, guard: <T extends object>(store: T) => T) {
  const total = createTotalUsage(database);
  return {
    attachedFiles: guard(createAttachedFileStore(database)),
    avatars: guard(createAvatarStore(database)),
    uploads: guard(createUploadStore(database, total)),
    exports: guard(createExportStore(database)),
    removedFiles: guard(createRemovedFileStore(database, total)),
  };
}

/** Migrates the database; answers the names of the applied migrations. @throws Error as `openStores` */
export function migrateOnly({ databaseUrl, dataDir }: StorageOptions): Promise<string[]> {
  return withDatabase(databaseUrl, dataDir, migrate);
}
