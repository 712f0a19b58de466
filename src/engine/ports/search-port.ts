/** The stores of the search of messages: its index, and the messages that it leads to. */
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
  filter: Uint8Array;
}

export interface SegmentQuery {
  userId: UserId;
  /** Null for all conversations of the user. */
  channelId: ConversationId | null;
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

export interface KnownConversations {
  all: ConversationId[];
  behind: ConversationId[];
  last: ConversationId | null;
}

export interface SearchStore {
  /** The conversations of the user, or the one, that have messages or changes which are not indexed; the last active first. */
  behind(userId: UserId, channelId: ConversationId | null, limit: number): Promise<ConversationId[]>;
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
  /** In no order. Deleted messages have neither body nor files. */
  messages(ranges: readonly MessageRange[]): Promise<SearchedMessage[]>;
  /** The other member of each of the user's conversations. */
  peers(userId: UserId, channelIds: readonly ConversationId[]): Promise<Map<ConversationId, UserId>>;
  /** Puts these conversations behind, as if nothing of them were indexed. Until they are indexed again, a search finds as before. */
  reset(channelIds: readonly ConversationId[]): Promise<void>;
}
