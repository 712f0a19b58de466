/** The store of conversations and of their members' read states. */
import type { ConversationId, UserId } from './identifiers.ts';
import type { StoredMessage } from './message-port.ts';
import type { Advanced, ReadState, ReceiptKind } from './read-state-port.ts';
import type { UserRecord } from './user-port.ts';

/** A stored conversation of two users; `lowId` is the lower id of the two. */
export interface ConversationRecord {
  id: ConversationId;
  lowId: UserId;
  highId: UserId;
  lastSeq: number;
  /** The revision of the last change of a message; 0 for none. */
  rev: number;
}

/** A conversation as one of its members sees it. */
export interface ConversationEntry {
  conversation: ConversationRecord;
  peer: UserRecord;
  lastMessageAt: Date;
  lastMessage: StoredMessage;
  unread: number;
  mine: ReadState;
  peers: ReadState;
  /** Until when the member has muted it. */
  mutedUntil: Date | null;
  /** The message from which the member has marked it as unread; 0 for none. */
  unreadFrom: number;
  /** Whether the member has archived it, and no message has come since. */
  isArchived: boolean;
}

/** The last conversation of a page; the next page starts after it. */
export interface ConversationCursor {
  lastMessageAt: Date;
  channelId: ConversationId;
}

export interface ConversationListQuery {
  after: ConversationCursor | null;
  limit: number;
  /** False by default. */
  archived?: boolean;
  /** Left out of a list of rooms. */
  except?: ConversationId;
}

/** The newest message of a conversation of this user. */
export interface Activity {
  userId: UserId;
  channelId: ConversationId;
  lastSeq: number;
}

/** The newest change in a conversation of this user. */
export interface ChangeActivity {
  userId: UserId;
  channelId: ConversationId;
  rev: number;
}

/** The methods that take an id also take the id of a conversation that is not stored yet: it is empty. */
export interface ConversationStore {
  /** The pair's conversation. Before it is open, the id is the one that `open` will give it. Stores nothing. */
  locate(one: UserId, other: UserId): Promise<{ id: ConversationId; isOpen: boolean }>;
  /** The members of a stored conversation of two, or that it is a room. */
  membersOf(id: ConversationId): Promise<{ members: UserId[]; isRoom: boolean } | null>;
  /** The pair's conversation, created if there is none. Concurrent calls from both sides create one. */
  open(one: UserId, other: UserId): Promise<ConversationRecord>;
  /** The seq of the last message, the revision of the last change, and whether a block stands. */
  head(id: ConversationId): Promise<{ lastSeq: number; rev: number; blocked: boolean }>;
  readStates(id: ConversationId): Promise<ReadState[]>;
  /**
   * Moves a read state forward to `seq`, never back and never past the last message. A read message counts as delivered.
   * @param isTimed - whether the time of reading is kept; true by default.
   */
  advance(id: ConversationId, userId: UserId, kind: ReceiptKind, seq: number, isTimed?: boolean): Promise<Advanced>;
  /** The times at which the user's read state passed this seq; null when it has not, or when the time is not kept any more. */
  reachedAt(id: ConversationId, userId: UserId, seq: number): Promise<Record<ReceiptKind, Date | null>>;
  /** A user's conversations that hold a message, newest activity first: the archived ones, or all others. */
  list(userId: UserId, query: ConversationListQuery): Promise<ConversationEntry[]>;
  /** Conversations of these users whose last message is at most `ms` old, one entry for each such user. */
  activeWithin(userIds: readonly UserId[], ms: number): Promise<Activity[]>;
  /** Conversations of these users in which a message changed at most `ms` ago, one entry for each such user. */
  changedWithin(userIds: readonly UserId[], ms: number): Promise<ChangeActivity[]>;
}
