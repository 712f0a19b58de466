/** The store of rooms: conversations with a title and any number of members. */
import type { ConversationListQuery, ConversationRecord } from './conversation-port.ts';
import type { ConversationId, UserId } from './identifiers.ts';
import type { StoredMessage } from './message-port.ts';

/** The conversation of the lobby. It has the form of an id. */
export const lobbyId = 'lobby-0000000000';

export type RoomRole = 'member' | 'owner';

export interface RoomRecord {
  channelId: ConversationId;
  title: string;
  memberCount: number;
}

export interface RoomMember {
  userId: UserId;
  role: RoomRole;
}

export interface RoomMembership {
  channelId: ConversationId;
  userId: UserId;
}

export interface NewRoom {
  title: string;
  ownerId: UserId;
  /** Without the owner. */
  memberIds: readonly UserId[];
}

/** A change of a room by one of its members. Absent fields change nothing. */
export interface RoomChange {
  channelId: ConversationId;
  actorId: UserId;
  title?: string;
  add?: readonly UserId[];
  /** An owner removes others; everybody may remove oneself. */
  remove?: readonly UserId[];
  /** Members who become owners. */
  promote?: readonly UserId[];
}

export interface ChangedRoom {
  room: RoomRecord;
  /** Users who were no members before. */
  added: UserId[];
  removed: UserId[];
  isRenamed: boolean;
}

/** A room as one of its members sees it in a list. */
export interface RoomEntry {
  conversation: ConversationRecord;
  room: RoomRecord;
  role: RoomRole;
  /** Of the last message; of the creation before the first one. */
  lastMessageAt: Date;
  lastMessage: StoredMessage | null;
  unread: number;
  /** The message from which the member has marked it as unread; 0 for none. */
  unreadFrom: number;
  readSeq: number;
  mutedUntil: Date | null;
  isArchived: boolean;
}

export interface RoomStore {
  /** @throws Refusal `invalid_input` when a user would be in too many rooms */
  create(room: NewRoom): Promise<RoomRecord>;
  find(channelId: ConversationId): Promise<RoomRecord | null>;
  /** Null for a user who is no member. */
  roleOf(channelId: ConversationId, userId: UserId): Promise<RoomRole | null>;
  /** A page of the members, in order of their ids. */
  members(channelId: ConversationId, after: UserId, limit: number): Promise<RoomMember[]>;
  /** The rooms of the user. */
  roomsOf(userId: UserId): Promise<ConversationId[]>;
  /** The rooms of the user, newest activity first: the archived ones, or all others. */
  list(userId: UserId, query: ConversationListQuery): Promise<RoomEntry[]>;
  /** Null for a user who is no member. */
  entry(userId: UserId, channelId: ConversationId): Promise<RoomEntry | null>;
  /**
   * Takes the lock that orders the messages of the room: no message of a removed member is stored after the commit. When the
   * last owner leaves, the member who has been there longest becomes one.
   * @throws Refusal `not_found` for those who are no members, `forbidden` for those who are no owners, `invalid_input` beyond a limit
   */
  change(change: RoomChange): Promise<ChangedRoom>;
  /** Stores the lobby, if it is not there. */
  openLobby(): Promise<void>;
  /** Makes the user a member of the lobby, if the user is none. */
  joinLobby(userId: UserId): Promise<void>;
  /** Of a deleted account. */
  leaveLobby(userId: UserId): Promise<void>;
  /** The rooms whose title or members changed in the last `windowMs`, the latest first; the lobby is none of them. */
  changedWithin(windowMs: number, limit: number): Promise<ConversationId[]>;
  /** The members of these rooms. */
  membersOf(ids: readonly ConversationId[]): Promise<RoomMembership[]>;
}
