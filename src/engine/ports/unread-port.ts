/** The store of conversations that a user has marked as unread. */
import type { ConversationId, UserId } from './identifiers.ts';

export interface UnreadStore {
  /**
   * Marks the conversation as unread for this member from this message on, until the member reads it.
   * Answers how many messages are unread from now on.
   */
  mark(channelId: ConversationId, userId: UserId, seq: number): Promise<number>;
}
