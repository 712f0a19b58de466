/** The store of blocks. */
import type { ConversationId, UserId } from './identifiers.ts';
import type { FrozenProfile } from './read-state-port.ts';

/** The other user of a blocked pair. */
export interface BlockedPeer extends FrozenProfile {
  userId: UserId;
  /** Whether the user itself made a block; the peer may have made one, too. */
  mine: boolean;
}

/** The state of a pair after a block was set or lifted. */
export interface BlockChange {
  channelId: ConversationId;
  pair: [UserId, UserId];
  blocked: boolean;
}

export interface BlockStore {
  /**
   * From its commit on, no node appends a message to the conversation. Answers whether the block is new. Freezes the
   * display names and the pictures of both.
   * @param seenAt - when each of the two was last seen; shown to the peer while a block stands.
   * @throws Refusal `invalid_input` beyond the number of blocks a user may have
   */
  block(channelId: ConversationId, blockerId: UserId, seenAt: ReadonlyMap<UserId, Date | null>): Promise<boolean>;
  /** Removes this user's block; the peer's own block stays. Answers whether there was one. */
  lift(channelId: ConversationId, blockerId: UserId): Promise<boolean>;
  /** The peers of all blocked pairs of this user, whichever of the two made the block. */
  blockedPeers(userId: UserId): Promise<BlockedPeer[]>;
  /** The pairs whose blocks were set or lifted in the last `windowMs`. */
  changedWithin(windowMs: number): Promise<BlockChange[]>;
}
