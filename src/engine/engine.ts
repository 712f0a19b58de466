/** The engine: every rule of Duologue, on top of the ports that adapters implement. The transports import only this file. */

import type { RegistrationMode } from '../protocol/routes.ts';
import { type Archive, createArchive } from './conversations/archive.ts';
import { type ChangeFeed, createChangeFeed } from './conversations/change-feed.ts';
import { type Changes, createChanges } from './conversations/changes.ts';
import { type ConversationGate, createConversationGate } from './conversations/conversation-gate.ts';
import { type Conversations, createConversations } from './conversations/conversations.ts';
import { createMessageDays, type MessageDays } from './conversations/message-days.ts';
import { createMessageInfo } from './conversations/message-info.ts';
import { createMessages, type Messages } from './conversations/messages.ts';
import { createMissedMessages, type MissedMessages } from './conversations/missed-messages.ts';
import { createMute, type Mute } from './conversations/mutes.ts';
import { createReceipts, type Receipts } from './conversations/receipts.ts';
import { createTyping, type Typing, typingHidden } from './conversations/typing.ts';
import { createSetUnread, type SetUnread } from './conversations/unread-marks.ts';
import type { EngineParts } from './engine-parts.ts';
import { createExports, type Exports } from './export/exports.ts';
import { type Avatars, createAvatars } from './files/avatars.ts';
import { createSharedFiles, type SharedFiles } from './files/shared-files.ts';
import { createUploads, type Uploads } from './files/uploads.ts';
import { type Accounts, createAccounts } from './identity/accounts.ts';
import { createGuessThrottle } from './identity/guess-throttle.ts';
import { createInvites, type Invites } from './identity/invites.ts';
import { createSecondFactor, type SecondFactor } from './identity/second-factor.ts';
import { createSessions, type Sessions } from './identity/sessions.ts';
import { createNotifications, type Notifications } from './notifications/notifications.ts';
import { createPushHolders, type PushHolders } from './notifications/push-holders.ts';
import { createPushSubscriptions, type PushSubscriptions } from './notifications/push-subscriptions.ts';
import { type Blocks, createBlocks } from './people/blocks.ts';
import { createUsernames, type Usernames } from './people/known-usernames.ts';
import { createPeople, type People } from './people/people.ts';
import { createPresence, departureGraceMs, type Presence } from './people/presence.ts';
import type { UserId } from './ports/identifiers.ts';
import { closedLobby, createLobby, type Lobby } from './rooms/lobby.ts';
import { createMissedMoves, type MissedMoves } from './rooms/missed-moves.ts';
import { createRooms, type Rooms } from './rooms/rooms.ts';
import { createMessageSearch, type MessageSearch } from './search/message-search.ts';
import { createSearchIndex, type SearchIndex } from './search/search-index.ts';
import { createOwnDrafts, type OwnDrafts } from './settings/own-drafts.ts';
import { createOwnSettings, type OwnSettings } from './settings/own-settings.ts';
import { createOwnStatus, type OwnStatus } from './settings/own-status.ts';
import { createPrivacyCache, type PrivacyCache } from './settings/privacy-cache.ts';
import { createPrivacyChanges, type PrivacyChanges } from './settings/privacy-changes.ts';

export { foldUsername } from '../protocol/usernames.ts';
export type { EngineParts } from './engine-parts.ts';
export type { FileBounds } from './files/uploads.ts';
export type { ClientInfo, Sessions } from './identity/sessions.ts';
export { toUser } from './people/people.ts';

export interface Engine {
  registration: RegistrationMode;
  accounts: Accounts;
  invites: Invites;
  factors: SecondFactor;
  sessions: Sessions;
  people: People;
  presence: Presence;
  rooms: Rooms;
  lobby: Lobby;
  missedMoves: MissedMoves;
  conversationGate: ConversationGate;
  blocks: Blocks;
  messages: Messages;
  changes: Changes;
  changeFeed: ChangeFeed;
  messageInfo: ReturnType<typeof createMessageInfo>;
  messageDays: MessageDays;
  missed: MissedMessages;
  receipts: Receipts;
  conversations: Conversations;
  typing: Typing;
  mute: Mute;
  archive: Archive;
  setUnread: SetUnread;
  ownSettings: OwnSettings;
  ownStatus: OwnStatus;
  ownDrafts: OwnDrafts;
  privacyChanges: PrivacyChanges;
  notifications: Notifications;
  pushHolders: PushHolders;
  pushSubscriptions: PushSubscriptions;
  searchMessages: MessageSearch;
  searchIndex: SearchIndex;
  sharedFiles: SharedFiles;
  avatars: Avatars;
  /** Null where files are off. */
  uploads: Uploads | null;
  /** Null where files are off. */
  exports: Exports | null;
}

export function createEngine(parts: EngineParts): Engine {
  const { users, fanout, leases, conversations } = parts;
  const privacy = createPrivacyCache(parts.settings);
  const people = createPeople(users, leases, parts.blocks, privacy);
  const lobby = parts.roll ? createLobby({ ...parts, roll: parts.roll, people }) : closedLobby;
  const presence = createPresence({ ...parts, ...lobby, people, privacy, graceMs: parts.graceMs ?? departureGraceMs });
  const usernames = createUsernames(users);
  const gate = createConversationGate({ ...parts, store: conversations, usernames, lobby });
  const typing = createTyping(fanout, typingHidden(gate, privacy), parts.rooms.roomsOf);
  const sessions = createSessions(parts.sessions, fanout, parts.sessionCache);
  const renamed = (id: UserId) => sessions.refresh(id).then(() => presence.publish(id));
  const missed = createMissedMessages(conversations, fanout, parts.bus, presence.usersHere, lobby.isShown);
  const known = { users, people, presence, gate, typing, missed, leases, privacy };
  const reading = createReadingParts(parts, { gate, people, privacy, usernames, lobby });
  const changed = (id: UserId) => renamed(id).then(fanout.directoryChanged);
  const own = createOwnParts(parts, privacy, typing, presence, changed);
  const pushes = createPushParts(parts, own.ownSettings);
  const files = createFileParts(parts, gate, people, changed);
  const shared = { ...known, ...reading, ...pushes, fanout, conversations };
  return {
    registration: parts.registration,
    sessions,
    ...createIdentityParts(parts, sessions, renamed, reading.rooms.leaveAll),
    people,
    presence,
    lobby,
    conversationGate: gate,
    messages: createMessages({ ...shared, store: parts.messages }),
    changes: createChanges({ ...shared, store: parts.changes, onDeleted: () => files.uploads?.nudgeRemover() }),
    missed,
    blocks: createBlocks({ ...shared, store: parts.blocks }),
    receipts: createReceipts(gate, conversations, fanout, privacy, pushes.notifications),
    typing,
    ...createMemberParts(parts, gate, lobby),
    ...own,
    ...reading,
    ...files,
    ...pushes,
  };
}

function createIdentityParts(
  parts: EngineParts,
  sessions: Sessions,
  renamed: (id: UserId) => Promise<void>,
  leaveRooms: Rooms['leaveAll'],
) {
  const throttle = createGuessThrottle(parts.failures, parts.sessions);
  return {
    invites: createInvites(parts.invites),
    accounts: createAccounts({ ...parts, throttle, sessions, renamed, leaveRooms }),
    factors: createSecondFactor(parts, throttle, sessions),
  };
}

function createMemberParts(parts: EngineParts, gate: ConversationGate, lobby: Lobby) {
  const { mutes, archives, fanout } = parts;
  return {
    mute: createMute(gate, mutes, fanout),
    archive: createArchive(gate, archives, fanout),
    setUnread: createSetUnread(gate, parts),
    ownDrafts: createOwnDrafts({ ...parts, gate, lobby }),
  };
}

interface ReadingShared {
  gate: ConversationGate;
  people: People;
  privacy: PrivacyCache;
  usernames: Usernames;
  lobby: Lobby;
}

function createReadingParts(parts: EngineParts, { gate, ...shared }: ReadingShared) {
  const { conversations, changes, search } = parts;
  const searchIndex = createSearchIndex(search);
  const rooms = createRooms({ ...parts, ...shared, list: { ...parts, ...shared } });
  return {
    conversations: createConversations({ ...parts, ...shared }),
    rooms,
    missedMoves: createMissedMoves({ ...parts, idsOf: rooms.idsOf }),
    messageInfo: createMessageInfo({ ...parts, ...shared, gate }),
    messageDays: createMessageDays(gate, parts.messages),
    changeFeed: createChangeFeed(gate, conversations, changes),
    searchIndex,
    searchMessages: createMessageSearch({ ...parts, ...shared, gate, index: searchIndex }),
  };
}

function createFileParts(
  parts: EngineParts,
  gate: ConversationGate,
  people: People,
  changed: (id: UserId) => Promise<void>,
) {
  const { attachedFiles, avatars, uploads, removedFiles } = parts;
  const { fileBytes: bytes = null, examiner = null, fileBounds = null, fileObserver: observer = null } = parts;
  const uploadParts = bytes &&
    examiner &&
    fileBounds && { uploads, removedFiles, bytes, examiner, bounds: fileBounds, observer };
  const created = uploadParts && createUploads(uploadParts);
  return {
    sharedFiles: createSharedFiles(gate, attachedFiles, bytes),
    avatars: createAvatars({ avatars, bytes, examiner, changed }),
    uploads: created,
    exports: createExportPart(parts, people, () => created?.nudgeRemover()),
  };
}

function createExportPart(parts: EngineParts, people: People, onRemoved: () => void): Exports | null {
  const { fileBytes: bytes = null, fileBounds = null, writeArchive = null } = parts;
  if (!bytes || !fileBounds || !writeArchive) return null;
  const usernames = createUsernames(parts.users);
  const filesBytes = fileBounds.totalBytes;
  return createExports({ ...parts, people, usernames, bytes, writeArchive, filesBytes, onRemoved });
}

function createOwnParts(
  { settings, statuses, fanout }: EngineParts,
  privacy: PrivacyCache,
  typing: Typing,
  presence: Presence,
  changed: (id: UserId) => Promise<void>,
) {
  const privacyChanges = createPrivacyChanges({ store: settings, privacy, typing, presence, fanout });
  return {
    privacyChanges,
    ownSettings: createOwnSettings(settings, fanout, privacyChanges.publish),
    ownStatus: createOwnStatus(statuses, fanout, changed),
  };
}

function createPushParts(parts: EngineParts, settings: OwnSettings) {
  const { users, rooms, fanout, subscriptions: store, push: sender = null } = parts;
  const holders = createPushHolders(store);
  const shared = { users, rooms, settings, store, holders, sender, fanout };
  return {
    notifications: createNotifications(shared),
    pushHolders: holders,
    pushSubscriptions: createPushSubscriptions(shared),
  };
}
