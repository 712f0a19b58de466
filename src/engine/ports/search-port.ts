/** The stores of the search of messages: its index, and the messages that it leads to. */
import type { AsciiTest } from '../../protocol/search/ascii-test.ts';
import type { Probe } from '../../protocol/search/term-filter.ts';
import type { ConversationId, UserId } from './identifiers.ts';

/** Some messages in a row, with a filter of their words. */
export interface Segment {
  channelId: ConversationId;
  /** From 0. */
  number: number;
  /** Milliseconds since 1970 of the oldest and of the newest message. */
  firstAt: number;
  lastAt: number;
  /** The length of its bodies together, in UTF-16 code units; 0 in a row of an older version. */
  units: number;
  filter: Uint8Array;
}

export interface SegmentQuery {
  userId: UserId;
  /** Conversations of the user; null for all. */
  channelIds: readonly ConversationId[] | null;
  /** Whether all includes the rooms of the user. */
  rooms?: boolean;
  /** A room that is left out of all. */
  except?: ConversationId;
  probes: readonly Probe[];
  /** Milliseconds since 1970: segments with a message sent at or after the one, and with one sent before the other. */
  sentFrom: number;
  sentBefore: number;
  offset: number;
  limit: number;
}

export type FoundSegment = Omit<Segment, 'filter' | 'firstAt'>;

/** A range of messages of a conversation. */
export interface MessageRange {
  channelId: ConversationId;
  from: number;
  to: number;
}

export interface MessageTest {
  /** Leaves out messages without files whose body does not pass. */
  body: AsciiTest;
  /** Milliseconds since 1970: sent at or after the one, and before the other. */
  sentFrom: number;
  sentBefore: number;
}

export interface SearchedMessage {
  channelId: ConversationId;
  seq: number;
  senderId: UserId;
  body: string;
  sentAt: Date;
  fileNames: readonly string[];
}

/** The progress of the index in a conversation. */
export interface IndexState {
  channelId: ConversationId;
  lastSeq: number;
  rev: number;
  /** The messages up to this seq are indexed, as they were at `indexedRev`. */
  upTo: number;
  indexedRev: number;
}

/** The conversations of a user that were active last. */
export interface RecentConversations {
  /** The last active first. */
  states: IndexState[];
  /** The other member of each, null for a room; without deleted accounts. */
  peers: ReadonlyMap<ConversationId, Peer | null>;
  /** Every message of the user's other conversations was sent before, in milliseconds since 1970; null when there are none. */
  othersBefore: number | null;
}

export interface Peer {
  id: UserId;
  username: string;
}

export interface KnownConversations {
  all: ConversationId[];
  behind: ConversationId[];
  last: ConversationId | null;
}

export interface SearchStore {
  /**
   * At least `limit` conversations, when there are so many, and three times as many at most.
   * @param rooms - whether with the rooms of the user.
   * @param except - a room that is left out.
   */
  recent(userId: UserId, limit: number, rooms?: boolean, except?: ConversationId): Promise<RecentConversations>;
  /** The next `limit` ids after this one, those of them that are behind, and the last of them; null at the end. */
  lookThrough(after: ConversationId, limit: number): Promise<KnownConversations>;
  states(channelIds: readonly ConversationId[]): Promise<IndexState[]>;
  /** The seqs of messages, edited or deleted after this revision, at most `limit`, in the order of their changes. */
  changed(state: IndexState, limit: number): Promise<{ seq: number; rev: number }[]>;
  /**
   * Stores segments, and how far their conversations are indexed, unless another node has indexed one of them meanwhile.
   * @param states - with `upTo` and `indexedRev` as they were read.
   */
  save(segments: readonly Segment[], states: readonly IndexState[], reached: readonly IndexState[]): Promise<boolean>;
  /** Segments that may have what is searched, newest first. */
  segments(query: SegmentQuery): Promise<FoundSegment[]>;
  /**
   * In no order. Deleted messages have neither body nor files.
   * @param test - leaves out messages that it need not read; all are read by default.
   */
  messages(ranges: readonly MessageRange[], test?: MessageTest): Promise<SearchedMessage[]>;
  /** The other member of each of the user's conversations, null for a room; without deleted accounts. */
  peers(userId: UserId, channelIds: readonly ConversationId[]): Promise<Map<ConversationId, Peer | null>>;
  /** Puts these conversations behind, as if nothing of them were indexed. Until they are indexed again, a search finds as before. */
  reset(channelIds: readonly ConversationId[]): Promise<void>;
}
