/** The store of messages. */
import type { FilesSummary } from '../../protocol/shapes.ts';
import type { FileId, FinishedFile } from './file-port.ts';
import type { ConversationId, SessionId, UserId } from './identifiers.ts';
import type { MessageState } from './message-state.ts';

export interface MessageContent {
  channelId: ConversationId;
  senderId: UserId;
  /** A UUID in lower case. */
  clientId: string;
  body: string;
  /** The seq of the message that this one answers. */
  replyToSeq?: number;
}

/** The message that another one answers, as it is now. */
export interface Quote {
  seq: number;
  senderId: UserId;
  /** The start of the body, of `limits.excerptLength` code points; empty once the message is deleted. */
  excerpt: string;
  /** Absent for none, and once the message is deleted. */
  files?: FilesSummary;
}

/** A message to be stored, if the session that sends it is still live at that moment. */
export interface NewMessage extends MessageContent {
  sessionId: SessionId;
  /** The conversation is a room: it is stored only while the sender is a member. */
  isRoom?: true;
  /** Own finished uploads, which become files of this message in this order; absent for none. */
  fileIds?: readonly FileId[];
}

export interface StoredMessage extends MessageContent {
  seq: number;
  /** By the database's clock; never before the message of the preceding seq. */
  sentAt: Date;
  /** Absent when the message has never changed. */
  state?: MessageState;
  /** Present when the message answers another one. */
  quote?: Quote;
  /** Absent for none, and once the message is deleted. */
  files?: readonly FinishedFile[];
}

export interface Appended {
  message: StoredMessage;
  /** The same message had been stored before; `message` is that first one as it is now, edited or deleted. */
  repeated: boolean;
  /** Milliseconds since the message was stored, by the database's clock. */
  ageMs: number;
}

export interface MessagePlace {
  channelId: ConversationId;
  seq: number;
}

export interface MessageStore {
  /**
   * Stores the message as the next one of its conversation, which is open; settles only after the commit.
   * @param onStored - called once if this call stored the message, before the promise settles. The exception is a commit
   * that becomes known after `unavailable` was thrown: it is reported then. Must not throw.
   * @throws Refusal `conflict` when the sender used the clientId for another message; `invalid_input` when the message that it
   * answers does not exist; `forbidden` when a block stands and
   * this is no repeat; `not_found` when the sender is no member of the room; `unauthorized` when the session has ended, even if this node has not heard of it; `unavailable`
   * when the database cannot be reached or answers too late.
   */
  append(message: NewMessage, onStored?: (message: StoredMessage) => void): Promise<Appended>;
  /**
   * The messages with `from` <= seq <= `to`, ascending.
   * @param hasChanges - false when no message of the conversation has changed: their states are not looked for.
   */
  range(channelId: ConversationId, from: number, to: number, hasChanges?: boolean): Promise<StoredMessage[]>;
  /** The messages at these places, in no order; without those that do not exist. */
  at(places: readonly MessagePlace[]): Promise<StoredMessage[]>;
  /** The seq of the first message sent at this time or later, among those up to `lastSeq`; the one after it for none. */
  firstSince(channelId: ConversationId, at: Date, lastSeq: number): Promise<number>;
  /** The same for up to 32 times, with one query for each halving of the conversation. */
  firstSinceEach(channelId: ConversationId, times: readonly Date[], lastSeq: number): Promise<number[]>;
}
