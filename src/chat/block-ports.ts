/** What the engine needs of the store of blocks. */
import type { ChannelId, UserId } from './ports.ts';

/** Somebody whom a block keeps apart from a user. */
export interface Apart {
  userId: UserId;
  /** Whether the user has made a block; the other may have, too. */
  mine: boolean;
  /** When the user is shown the other to have been seen last. */
  seenAt: Date | null;
}

/** Whether a block stands between two people, after it was set or lifted. */
export interface BlockChange {
  channelId: ChannelId;
  pair: [UserId, UserId];
  blocked: boolean;
}

export interface BlockStore {
  /**
   * From its commit on no message is appended to the channel, on any node. Answers whether this person had not blocked
   * the other before.
   * @param seenAt - when each of the two was last seen; shown to the other while a block stands.
   * @throws Refusal `invalid_input` when it were more blocks than somebody may have
   */
  block(channelId: ChannelId, blockerId: UserId, seenAt: ReadonlyMap<UserId, Date | null>): Promise<boolean>;
  /** Takes this person's block away; the other's stays. Answers whether there was one. */
  lift(channelId: ChannelId, blockerId: UserId): Promise<boolean>;
  /** Everybody whom a block keeps apart from this user, whoever of the two made it. */
  apartFrom(userId: UserId): Promise<Apart[]>;
  /** The pairs whose blocks were set or lifted in the last `windowMs`. */
  changedWithin(windowMs: number): Promise<BlockChange[]>;
}
