/** The store of changes: edits, deletions, reactions and pins of messages. */
import type { ConversationId, SessionId, UserId } from './identifiers.ts';
import type { StoredMessage } from './message-port.ts';

/** The message that a user changes. The session must still be live when the change is stored. */
export interface ChangeTarget {
  channelId: ConversationId;
  seq: number;
  userId: UserId;
  sessionId: SessionId;
  /** The conversation is a room: only its members change messages. */
  isRoom?: true;
}

/** The message as a change finds it, under the lock of its conversation. */
export interface FoundMessage {
  message: StoredMessage;
  /** Whether a block stands, or an account of the two is deleted. */
  isBlocked: boolean;
  /** The pinned messages of the conversation. */
  pins: number;
  /** The revision and the time that the change would have; the time is never before the message's earlier times. */
  rev: number;
  at: Date;
}

/** A change by its kind, with everything that the message's state does not hold. */
export type MessageChange =
  | { kind: 'edit'; body: string }
  | { kind: 'delete' }
  | { kind: 'react'; emoji: string; on: boolean }
  | { kind: 'pin' };

/** A change, and the message after it. */
export interface DecidedChange {
  change: MessageChange;
  message: StoredMessage & { state: NonNullable<StoredMessage['state']> };
}

/** Decides on the message as it is; null changes nothing. Throws a Refusal to refuse. */
export type ChangeRule = (found: FoundMessage) => DecidedChange | null;

/** A body that the message had from this time on. */
export interface MessageVersion {
  body: string;
  at: Date;
}

/** The outcome of a change. */
export interface ChangeOutcome {
  /** The message as it is now. */
  message: StoredMessage;
  /** False when the message was so already: nothing is stored, no revision is taken. */
  changed: boolean;
  /** As the change found it. */
  isBlocked: boolean;
  /** Milliseconds since the last change of the conversation before this one, by the database's clock; infinite when there is none. */
  idleMs: number;
}

export interface ChangeStore {
  /**
   * Changes one message in one transaction, under the lock that orders messages. Changes of one conversation are made in the
   * order of the calls.
   * @param onChanged - called once if this call changed the message, before the promise settles. The exception is a commit
   * that becomes known after `unavailable` was thrown: it is reported then. Must not throw.
   * @throws Refusal `not_found` when there is no such message, or the user is no member of the room; `unauthorized` when the session has ended; what the rule throws.
   */
  change(target: ChangeTarget, rule: ChangeRule, onChanged: (message: StoredMessage) => void): Promise<ChangeOutcome>;
  /** The messages whose last change has a revision above `rev`, as they are now, in order of these revisions. */
  changedAfter(channelId: ConversationId, rev: number, limit: number): Promise<StoredMessage[]>;
  /** The pinned messages, the newest pin first. */
  pinned(channelId: ConversationId, limit: number): Promise<StoredMessage[]>;
  /** The newest versions of a message, the oldest first and the present one last; none of a deleted message. */
  versions(channelId: ConversationId, seq: number): Promise<MessageVersion[] | null>;
}

/** The most earlier versions of a message that are kept: the first one and the newest ones. */
export const earlierVersionsMax = 100;
