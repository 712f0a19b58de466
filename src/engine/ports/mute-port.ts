/** The store of muted conversations. */
import type { ConversationId, UserId } from './identifiers.ts';

export interface MuteStore {
  /** Mutes the conversation for this member until the time; null ends it. */
  mute(channelId: ConversationId, userId: UserId, until: Date | null): Promise<void>;
}
