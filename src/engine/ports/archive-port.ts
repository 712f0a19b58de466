/** The store of archived conversations. */
import type { ConversationId, UserId } from './identifiers.ts';

export interface ArchiveStore {
  /** Archives the conversation for this member until a message after `seq` comes; 0 ends it. */
  archive(channelId: ConversationId, userId: UserId, seq: number): Promise<void>;
  /** How many conversations of the user are archived; counts up to `max`. */
  count(userId: UserId, max: number): Promise<number>;
}
