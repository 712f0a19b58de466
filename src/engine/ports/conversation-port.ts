/** The store of conversations and of their members' read states. */
import type { ConversationId, UserId } from './identifiers.ts';
import type { StoredMessage } from './message-port.ts';
import type { ReadState, ReceiptKind } from './read-state-port.ts';
import type { UserRecord } from './user-port.ts';

/** A conversation of two users; `conversation-members` says which of them is low. */
export interface ConversationRecord {
  id: ConversationId;
  lowId: UserId;
  highId: UserId;
  lastSeq: number;
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
}

/** The last conversation of a page; the next page starts after it. */
export interface ConversationCursor {
  lastMessageAt: Date;
  channelId: ConversationId;
}

/** The newest message of a conversation of this user. */
export interface Activity {
  userId: UserId;
  channelId: ConversationId;
  lastSeq: number;
}

export interface ConversationStore {
  find(one: UserId, other: UserId): Promise<ConversationRecord | null>;
  /** The pair's conversation, created if there is none. Concurrent calls from both sides create one. */
  open(one: UserId, other: UserId): Promise<ConversationRecord>;
  lastSeq(id: ConversationId): Promise<number>;
  /** The seq of the last message, and whether a block stands. */
  head(id: ConversationId): Promise<{ lastSeq: number; blocked: boolean }>;
  readStates(id: ConversationId): Promise<ReadState[]>;
  /** Moves a read state forward to `seq`, never back; answers whether it moved. */
  advance(id: ConversationId, userId: UserId, kind: ReceiptKind, seq: number): Promise<boolean>;
  /** A user's conversations that hold a message, newest activity first. */
  list(userId: UserId, query: { after: ConversationCursor | null; limit: number }): Promise<ConversationEntry[]>;
  /** Conversations of these users whose last message is at most `ms` old, one entry for each such user. */
  activeWithin(userIds: readonly UserId[], ms: number): Promise<Activity[]>;
}
