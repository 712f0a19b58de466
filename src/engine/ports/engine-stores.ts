/** The stores of the engine: everything that a database must keep for it. */
import type { AccountListStore } from './account-list-port.ts';
import type { ArchiveStore } from './archive-port.ts';
import type { AttachedFileStore } from './attached-file-port.ts';
import type { AvatarStore } from './avatar-port.ts';
import type { BlockStore } from './block-port.ts';
import type { ChallengeStore } from './challenge-port.ts';
import type { ChangeStore } from './change-port.ts';
import type { ConversationStore } from './conversation-port.ts';
import type { CredentialStore, CredentialVersionStore } from './credential-port.ts';
import type { DraftStore } from './draft-port.ts';
import type { ExportStore } from './export-port.ts';
import type { InviteStore } from './invite-port.ts';
import type { MessageStore } from './message-port.ts';
import type { MuteStore } from './mute-port.ts';
import type { PasskeyStore } from './passkey-port.ts';
import type { PushSubscriptionStore } from './push-port.ts';
import type { RecoveryCodeStore } from './recovery-code-port.ts';
import type { RoomStore } from './room-port.ts';
import type { SearchStore } from './search-port.ts';
import type { SessionStore } from './session-port.ts';
import type { SettingsStore } from './settings-port.ts';
import type { StatusStore } from './status-port.ts';
import type { TotpStore } from './totp-port.ts';
import type { UnreadStore } from './unread-port.ts';
import type { RemovedFiles, UploadStore } from './upload-port.ts';
import type { UserStore } from './user-port.ts';

export interface EngineStores extends FactorStores {
  users: UserStore;
  credentials: CredentialStore;
  accountList: AccountListStore;
  invites: InviteStore;
  sessions: SessionStore;
  conversations: ConversationStore;
  blocks: BlockStore;
  messages: MessageStore;
  changes: ChangeStore;
  mutes: MuteStore;
  archives: ArchiveStore;
  unreadMarks: UnreadStore;
  rooms: RoomStore;
  attachedFiles: AttachedFileStore;
  uploads: UploadStore;
  removedFiles: RemovedFiles;
  exports: ExportStore;
  avatars: AvatarStore;
  search: SearchStore;
  settings: SettingsStore;
  statuses: StatusStore;
  drafts: DraftStore;
  subscriptions: PushSubscriptionStore;
}

/** The stores of second factors. */
export interface FactorStores {
  totp: TotpStore;
  recoveryCodes: RecoveryCodeStore;
  passkeys: PasskeyStore;
  challenges: ChallengeStore;
  versions: CredentialVersionStore;
}
